// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "server/chat/message.h"
#include "server/chat/policysnapshot.h"
#include "server/chat/rememberedhead.h"

namespace halftone::chat {

class Hub;
class Session;

// Where the policy would place each open session today. Counts are kept at all times: a session is placed
// when it opens; a new policy places all anew, some at a time, so that nobody waits for it. Data thread only.
class Placement {
 public:
  // `placed` is called when a new policy has placed all sessions.
  Placement(Hub& hub, std::function<void()> placed);

  void setPolicy(std::shared_ptr<const PolicySnapshot> policy);
  [[nodiscard]] const PolicySnapshot& policy() const { return *m_policy; }
  // The shape of the API that the policy's version has for this request; nothing without a policy.
  [[nodiscard]] std::optional<ApiVersion> apiFor(const policy::Request& request) const;

  // How the policy decides for a request, rule by rule, as versionFor() does. There must be a policy.
  [[nodiscard]] policy::Explanation explain(const policy::Request& request) const;

  void add(Session& session);
  void remove(const Session& session);
  [[nodiscard]] Drift drift() const;

 private:
  [[nodiscard]] int versionFor(const policy::Request& request) const;
  [[nodiscard]] int placedBy(const policy::Decision& decision) const;
  void place(Session& session);
  void placeSome();

  Hub& m_hub;
  std::function<void()> m_placed;
  std::shared_ptr<const PolicySnapshot> m_policy = std::make_shared<PolicySnapshot>();
  std::uint32_t m_generation = 1;  // of the policy; a session's own is older until it is placed anew
  std::vector<std::uint64_t> m_counts;
  std::uint64_t m_misplaced = 0;
  std::vector<std::uint64_t> m_toPlace;  // keys
  QTimer m_timer;
  RecalledHead m_recalled;
};

}  // namespace halftone::chat
