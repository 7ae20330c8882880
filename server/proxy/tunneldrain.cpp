// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/tunneldrain.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "server/proxy/routes.h"
#include "server/proxy/tunnel.h"

namespace halftone::proxy {

namespace {

constexpr std::chrono::milliseconds kStep{50};

bool hasWeight(const std::vector<policy::Share>& split, std::string_view version) {
  return std::any_of(split.begin(), split.end(), [version](const policy::Share& share) {
    return share.version == version && share.weight.value() > 0;
  });
}

bool hasWeight(const policy::Policy& policy, std::string_view version) {
  return hasWeight(policy.defaultRule.split, version) ||
         std::any_of(policy.rules.begin(), policy.rules.end(), [version](const policy::Rule& rule) {
           return rule.enabled && hasWeight(rule.split, version);
         });
}

}  // namespace

TunnelDrain::TunnelDrain(int workers, QObject* parent) : QObject(parent), m_workers(std::max(workers, 1)) {
  m_timer.setInterval(kStep);
  connect(&m_timer, &QTimer::timeout, this, &TunnelDrain::step);
}

void TunnelDrain::follow(const Routes& routes, const VersionStates& states) {
  std::vector<Draining> before = std::exchange(m_draining, {});
  m_timer.stop();
  if (routes.table() == nullptr) return;
  const policy::Policy& policy = routes.table()->policy();
  const policy::DrainRule rule = policy.traffic.drain.value_or(policy::DrainRule{});
  if (rule != m_rule) before.clear();  // starts anew
  m_rule = rule;
  if (rule.kind == policy::DrainRule::Kind::Keep) return;
  for (const auto& [name, state] : states) {
    if (hasWeight(policy, name)) continue;
    const auto known =
        std::find_if(before.begin(), before.end(), [&](const Draining& one) { return one.version == name; });
    if (known != before.end()) {
      m_draining.push_back(std::move(*known));
    } else {
      m_draining.push_back({name, state, std::chrono::steady_clock::now(), state->tunnels.size(), 0});
    }
  }
  opened();
}

void TunnelDrain::opened() {
  if (!m_draining.empty() && !m_timer.isActive()) m_timer.start();
}

std::size_t TunnelDrain::dueAfter(const policy::DrainRule& rule, std::chrono::nanoseconds elapsed,
                                  std::size_t total, int workers) {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  switch (rule.kind) {
    case policy::DrainRule::Kind::Keep:
      break;
    case policy::DrainRule::Kind::Pace:
      return static_cast<std::size_t>(seconds * rule.perSecond / workers);
    case policy::DrainRule::Kind::Deadline: {
      if (elapsed >= rule.within) return std::numeric_limits<std::size_t>::max();
      const double part = seconds / std::chrono::duration<double>(rule.within).count();
      return static_cast<std::size_t>(part * static_cast<double>(total));
    }
  }
  return 0;
}

void TunnelDrain::step() {
  const TimePoint now = std::chrono::steady_clock::now();
  for (Draining& one : m_draining) {
    const std::size_t due = dueAfter(m_rule, now - one.since, one.total, m_workers);
    while (one.ended < due && !one.state->tunnels.empty()) {
      ++one.ended;
      one.state->tunnels.back()->leave();
    }
  }
  // A request that was under way may still become a tunnel: then the timer starts again.
  const bool isOver = std::all_of(m_draining.begin(), m_draining.end(),
                                  [](const Draining& one) { return one.state->tunnels.empty(); });
  if (isOver) m_timer.stop();
}

}  // namespace halftone::proxy
