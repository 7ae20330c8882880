// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/waits.h"

#include <QRandomGenerator>

namespace halftone::registry {

class WaitRegistry::Waiter : public net::Deadline {
 public:
  Waiter(WaitRegistry& owner, Read read, net::HttpResponder responder)
      : m_owner(owner), m_read(std::move(read)), m_responder(std::move(responder)) {}
  void expired() override { m_owner.finish(this); }
  [[nodiscard]] const Read& read() const { return m_read; }
  [[nodiscard]] const net::HttpResponder& responder() const { return m_responder; }

 private:
  WaitRegistry& m_owner;
  Read m_read;
  net::HttpResponder m_responder;
};

WaitRegistry::WaitRegistry() = default;
WaitRegistry::~WaitRegistry() = default;

void WaitRegistry::add(Read read, net::HttpResponder responder) {
  if (read.isDue()) {
    responder.send(read.answer());
    return;
  }
  constexpr int kJitterPart = 16;  // Consul: spreads the herd that one write woke
  const auto extra =
      read.wait.count() > kJitterPart
          ? QRandomGenerator::global()->bounded(static_cast<qint64>(read.wait.count() / kJitterPart))
          : 0;
  const auto wait = read.wait + std::chrono::milliseconds(extra);
  auto waiter = std::make_unique<Waiter>(*this, std::move(read), std::move(responder));
  Waiter* raw = waiter.get();
  for (const Topic& topic : raw->read().topics) m_byTopic[topic].insert(raw);
  m_waiters.emplace(raw, std::move(waiter));
  m_wheel.arm(*raw, wait);
  raw->responder().onGone([this, raw] { take(raw); });
}

std::unique_ptr<WaitRegistry::Waiter> WaitRegistry::take(Waiter* waiter) {
  const auto at = m_waiters.find(waiter);
  if (at == m_waiters.end()) return nullptr;
  std::unique_ptr<Waiter> taken = std::move(at->second);
  m_waiters.erase(at);
  for (const Topic& topic : taken->read().topics) {
    const auto waiting = m_byTopic.find(topic);
    if (waiting == m_byTopic.end()) continue;
    waiting->second.erase(waiter);
    if (waiting->second.empty()) m_byTopic.erase(waiting);
  }
  m_wheel.disarm(*taken);
  return taken;
}

void WaitRegistry::finish(Waiter* waiter) {
  const std::unique_ptr<Waiter> taken = take(waiter);
  if (taken) taken->responder().send(taken->read().answer());
}

void WaitRegistry::wakeAll(std::set<Waiter*> touched) {
  for (Waiter* waiter : touched) {
    // An answer before may have ended another client's connection, and with it its wait.
    if (m_waiters.contains(waiter) && waiter->read().isDue()) finish(waiter);
  }
}

void WaitRegistry::wake(const Topic& topic) {
  const auto at = m_byTopic.find(topic);
  if (at != m_byTopic.end()) wakeAll(at->second);
}

void WaitRegistry::wake(const Changes& changes) {
  if (m_byTopic.empty()) return;
  std::set<Waiter*> touched;
  const auto touch = [this, &touched](const Topic& topic) {
    const auto at = m_byTopic.find(topic);
    if (at != m_byTopic.end()) touched.insert(at->second.begin(), at->second.end());
  };
  using Kind = Topic::Kind;
  if (!changes.nodes.empty()) touch({Kind::Nodes, {}});
  if (!changes.services.empty()) touch({Kind::Services, {}});
  if (!changes.checks.empty()) touch({Kind::Checks, {}});
  if (!changes.sessions.empty()) touch({Kind::Sessions, {}});
  if (!changes.configEntries.empty()) touch({Kind::Config, {}});
  for (const std::string& name : changes.serviceNames) touch({Kind::Service, name});
  for (const std::string& key : changes.keys) {
    touch({Kind::Key, key});
    for (auto at = m_byTopic.lower_bound({Kind::Prefix, {}});
         at != m_byTopic.end() && at->first.kind == Kind::Prefix && at->first.name <= key; ++at) {
      if (key.starts_with(at->first.name)) touched.insert(at->second.begin(), at->second.end());
    }
  }
  wakeAll(std::move(touched));
}

}  // namespace halftone::registry
