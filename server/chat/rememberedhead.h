// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/field.h"
#include "backend/policy/request.h"
#include "server/net/httphead.h"

namespace halftone::chat {

// What a policy may want to know of an upgrade's request, kept as long as the session: policies change while
// sessions last. One string, since there are thousands: the client's address, the target, then the fields, a
// line each; those of the WebSocket handshake and of the transport are left out.
[[nodiscard]] std::string rememberHead(const net::RequestHead& head,
                                       const std::optional<policy::Address>& client);

// Heads that are longer are not remembered: the empty string, whose session is placed nowhere.
inline constexpr std::size_t kMaxRememberedBytes = 1024;

// A remembered head as the policy's engine reads it. The text must outlive it.
class RecalledHead {
 public:
  // False: it is no remembered head.
  [[nodiscard]] bool read(std::string_view text);
  [[nodiscard]] policy::Request request() const;

 private:
  std::optional<policy::Address> m_client;
  std::string_view m_target;
  std::vector<Field> m_fields;
};

// "127.0.0.0/8,::1": proxies in front of the node, whose X-Forwarded-For counts. Nothing if it is no such
// list.
[[nodiscard]] std::optional<std::vector<policy::Cidr>> parseTrusted(std::string_view list);

}  // namespace halftone::chat
