// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/chat/message.h"

namespace halftone::chat {

class Session;

// Whose frames an operator wants to see.
struct TailOrder {
  std::string session;  // its id; or
  std::string room;     // what is said there, and what its members send about it
  bool redact = false;  // texts are replaced by their length
};

// Live tails: frames of one session or room as operators read them (resources/docs/streams.md). Resume tokens
// are never shown. Costs nothing while nobody looks. Data thread only.
class Tails {
 public:
  using Sink = std::function<void(std::string frame)>;

  void add(std::uint64_t id, TailOrder order, Sink sink);
  void remove(std::uint64_t id);
  [[nodiscard]] bool isEmpty() const { return m_tails.empty(); }

  void came(const Session& session, std::string_view text);  // from the client
  void sent(const Session& session, std::string_view text);  // to this client alone
  void said(const Message& message, const std::function<const Session*(std::string_view id)>& memberOf);

 private:
  struct Tail {
    std::uint64_t id = 0;
    TailOrder order;
    Sink sink;
  };
  std::vector<Tail> m_tails;
};

}  // namespace halftone::chat
