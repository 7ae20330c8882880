// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/sessiontimers.h"

#include "server/registry/duration.h"

namespace halftone::registry {

class SessionTimers::Timer : public net::Deadline {
 public:
  Timer(SessionTimers& owner, std::string id) : m_owner(owner), m_id(std::move(id)) {}
  void expired() override {
    const std::string id = m_id;  // this dies on the way
    m_owner.m_expired(id);
  }

 private:
  SessionTimers& m_owner;
  std::string m_id;
};

SessionTimers::SessionTimers(const StateStore& state, Expired expired)
    : m_state(state), m_expired(std::move(expired)) {}
SessionTimers::~SessionTimers() = default;

void SessionTimers::follow(const Changes& changes) {
  for (const std::string& id : changes.sessions) {
    if (m_state.session(id) == nullptr) {
      m_timers.erase(id);
    } else if (!m_timers.contains(id)) {
      renew(id);
    }
  }
}

void SessionTimers::renew(const std::string& sessionId) {
  const Session* session = m_state.session(sessionId);
  if (session == nullptr || session->ttl.empty()) return;
  const auto ttl = parseDuration(session->ttl);
  if (!ttl || ttl->count() <= 0) return;
  auto& timer = m_timers[sessionId];
  if (!timer) timer = std::make_unique<Timer>(*this, sessionId);
  m_wheel.arm(*timer, std::chrono::duration_cast<std::chrono::milliseconds>(2 * *ttl));
}

}  // namespace halftone::registry
