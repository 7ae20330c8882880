// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/placement.h"

#include <QRandomGenerator>
#include <algorithm>

#include "server/chat/hub.h"
#include "server/chat/json.h"
#include "server/chat/names.h"
#include "server/chat/session.h"

namespace halftone::chat {

namespace {

constexpr std::size_t kPlacedAtOnce = 500;  // half a millisecond's work
constexpr std::chrono::milliseconds kBreath{2};

const std::vector<policy::Share>& splitOf(const policy::RouteTable& table, int rule) {
  const policy::Policy& policy = table.policy();
  return rule < 0 ? policy.defaultRule.split : policy.rules[static_cast<std::size_t>(rule)].split;
}

// Whether the version has a weight in this rule's split.
bool holdsPart(const policy::RouteTable& table, int rule, int version) {
  const auto& split = splitOf(table, rule);
  const std::string_view name = table.versionName(version);
  return std::any_of(split.begin(), split.end(), [name](const policy::Share& share) {
    return share.version == name && share.weight.value() > 0;
  });
}

}  // namespace

Placement::Placement(Hub& hub, std::function<void()> placed) : m_hub(hub), m_placed(std::move(placed)) {
  m_timer.callOnTimeout([this] { placeSome(); });
}

void Placement::setPolicy(std::shared_ptr<const PolicySnapshot> policy) {
  const bool isSame = policy->table == m_policy->table && policy->own == m_policy->own &&
                      policy->available.bits == m_policy->available.bits;
  m_policy = std::move(policy);
  if (isSame) return;
  ++m_generation;
  m_misplaced = 0;
  m_counts.assign(m_policy->table ? static_cast<std::size_t>(m_policy->table->versionCount()) : 0, 0);
  m_toPlace.clear();
  m_hub.forEachSession([this](const Session& session) { m_toPlace.push_back(session.key()); });
  m_timer.start(kBreath);
}

int Placement::versionFor(const policy::Request& request) const {
  return placedBy(
      m_policy->table->decide(request, m_policy->available, QRandomGenerator::global()->generate()));
}

int Placement::placedBy(const policy::Decision& decision) const {
  // Without a key the split is drawn anew each time: here is as good as anywhere that has a part of it.
  const bool isDrawn = decision.bucket && !decision.sticky && !decision.fallback;
  if (isDrawn && m_policy->own >= 0 && holdsPart(*m_policy->table, decision.rule, m_policy->own))
    return m_policy->own;
  return decision.version;
}

policy::Explanation Placement::explain(const policy::Request& request) const {
  policy::Explanation explanation =
      m_policy->table->explain(request, m_policy->available, QRandomGenerator::global()->generate());
  explanation.decision.version = placedBy(explanation.decision);
  return explanation;
}

std::optional<ApiVersion> Placement::apiFor(const policy::Request& request) const {
  if (!m_policy->table) return std::nullopt;
  const int version = versionFor(request);
  if (version < 0) return std::nullopt;
  const auto& [name, settings] = m_policy->table->policy().versions[static_cast<std::size_t>(version)];
  const auto label = settings.select.find("version");
  return apiVersionOf(label != settings.select.end() ? label->second : name);
}

void Placement::add(Session& session) {
  place(session);
}

void Placement::remove(const Session& session) {
  if (session.placedBy != m_generation || session.placedOn < 0) return;
  --m_counts[static_cast<std::size_t>(session.placedOn)];
  if (session.isMisplaced) --m_misplaced;
}

void Placement::place(Session& session) {
  if (session.placedBy == m_generation) return;
  session.placedBy = m_generation;
  session.placedOn = -1;
  session.isMisplaced = false;
  if (!m_policy->table || session.head().empty() || !m_recalled.read(session.head())) return;
  const int version = versionFor(m_recalled.request());
  if (version < 0) return;
  session.placedOn = static_cast<std::int16_t>(version);
  ++m_counts[static_cast<std::size_t>(version)];
  // A node that the policy does not know (any more) has nobody in its right place.
  session.isMisplaced = version != m_policy->own;
  if (session.isMisplaced) ++m_misplaced;
}

void Placement::placeSome() {
  for (std::size_t i = 0; i < kPlacedAtOnce && !m_toPlace.empty(); ++i) {
    if (Session* session = m_hub.find(m_toPlace.back())) place(*session);
    m_toPlace.pop_back();
  }
  if (!m_toPlace.empty()) return;
  m_timer.stop();
  m_placed();
}

Drift Placement::drift() const {
  Drift drift;
  drift.policy = m_policy->state;
  drift.open = m_hub.sessionCount();
  drift.misplaced = m_misplaced;
  drift.unplaced = drift.open;
  if (!m_policy->table) return drift;
  const policy::RouteTable& table = *m_policy->table;
  if (m_policy->own >= 0) drift.own = table.versionName(m_policy->own);
  for (int version = 0; version < table.versionCount(); ++version) {
    const std::uint64_t placed = m_counts[static_cast<std::size_t>(version)];
    drift.versions.push_back({std::string(table.versionName(version)), 0, placed});
    drift.unplaced -= std::min(placed, drift.unplaced);
  }
  for (const policy::Share& share : table.policy().defaultRule.split) {
    for (Drift::Version& version : drift.versions) {
      if (version.name == share.version) version.wanted = share.weight.value();
    }
  }
  return drift;
}

void appendDrift(std::string& out, const Drift& drift) {
  JsonObject object(out);
  object.member("policy");
  {
    JsonObject policy(out);
    policy.number("index", drift.policy.index).number("revision", drift.policy.revision);
    policy.text("state", drift.policy.state).text("error", drift.policy.error);
    policy.end();
  }
  object.text("version", drift.own).number("open", drift.open).number("misplaced", drift.misplaced);
  object.number("unplaced", drift.unplaced);
  object.member("versions");
  appendJsonArray(out, drift.versions, [](std::string& to, const Drift::Version& version) {
    JsonObject item(to);
    item.text("version", version.name).number("wanted", version.wanted).number("placed", version.placed);
    item.end();
  });
  object.end();
}

}  // namespace halftone::chat
