// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/policydraft.h"

#include <QCoreApplication>
#include <algorithm>
#include <utility>

#include "app/viewmodels/movement.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(PolicyDraft)
};

QString text(const std::string& utf8) {
  return QString::fromStdString(utf8);
}

QString percent(int basisPoints) {
  return text(BasisPoints(basisPoints).toString());
}

std::optional<int> weightOf(const std::vector<policy::Share>& split, const std::string& version) {
  const auto found = std::find_if(split.begin(), split.end(), [&version](const policy::Share& share) {
    return share.version == version;
  });
  if (found == split.end()) return std::nullopt;
  return found->weight.value();
}

bool sameWeights(const std::vector<policy::Share>& a, const std::vector<policy::Share>& b) {
  const auto within = [](const std::vector<policy::Share>& x, const std::vector<policy::Share>& y) {
    return std::all_of(x.begin(), x.end(), [&y](const policy::Share& share) {
      return weightOf(y, share.version).value_or(0) == share.weight.value();
    });
  };
  return within(a, b) && within(b, a);
}

// What moves, in the words of the key that sticks.
QString moved(const policy::StickyKey& key, const QString& share, const QString& version) {
  switch (key.kind) {
    case policy::StickyKey::Kind::User:
      return Words::tr("%1 % of users move to %2.").arg(share, version);
    case policy::StickyKey::Kind::Ip:
      return Words::tr("%1 % of addresses move to %2.").arg(share, version);
    case policy::StickyKey::Kind::Session:
      return Words::tr("%1 % of sessions move to %2.").arg(share, version);
    case policy::StickyKey::Kind::None:
      return Words::tr("%1 % of requests move to %2.").arg(share, version);
    default:
      return Words::tr("%1 % of keys move to %2.").arg(share, version);
  }
}

}  // namespace

QString splitText(const std::vector<policy::Share>& split) {
  QStringList parts;
  for (const policy::Share& share : split)
    parts.append(text(share.version) + QLatin1Char(' ') + percent(share.weight.value()));
  return parts.join(QStringLiteral(", "));
}

QString stickText(const policy::StickyKey& key) {
  switch (key.kind) {
    case policy::StickyKey::Kind::User:
      return Words::tr("sticky by user");
    case policy::StickyKey::Kind::Ip:
      return Words::tr("sticky by address");
    case policy::StickyKey::Kind::Header:
      return Words::tr("sticky by header %1").arg(text(key.name));
    case policy::StickyKey::Kind::Cookie:
      return Words::tr("sticky by cookie %1").arg(text(key.name));
    case policy::StickyKey::Kind::Query:
      return Words::tr("sticky by query %1").arg(text(key.name));
    case policy::StickyKey::Kind::Session:
      return Words::tr("sticky by session");
    case policy::StickyKey::Kind::None:
      return Words::tr("not sticky");
  }
  return {};
}

tl::expected<PolicyDraft, std::vector<policy::Finding>> PolicyDraft::of(store::StoredPolicy stored) {
  auto read = codec::readPolicy(stored.text);
  if (!read) return tl::unexpected(read.error());
  PolicyDraft draft;
  draft.m_base = std::move(stored);
  draft.m_inForce = *std::move(read);
  return draft;
}

policy::Policy PolicyDraft::edited() const {
  policy::Policy policy = m_inForce;
  if (m_split) policy.defaultRule.split = *m_split;
  for (const auto& [rule, enabled] : m_enabled) policy.rules[rule].enabled = enabled;
  return policy;
}

void PolicyDraft::setDefaultSplit(const std::vector<policy::Share>& split) {
  m_split.reset();
  if (!sameWeights(split, m_inForce.defaultRule.split)) m_split = split;
}

void PolicyDraft::setRuleEnabled(std::size_t rule, bool enabled) {
  if (rule >= m_inForce.rules.size()) return;
  m_enabled.erase(rule);
  if (m_inForce.rules[rule].enabled != enabled) m_enabled.emplace(rule, enabled);
}

bool PolicyDraft::isRuleEnabled(std::size_t rule) const {
  const auto wanted = m_enabled.find(rule);
  return wanted == m_enabled.end() ? m_inForce.rules.at(rule).enabled : wanted->second;
}

void PolicyDraft::discard() {
  m_split.reset();
  m_enabled.clear();
}

PolicyDraft PolicyDraft::onTopOf(const PolicyDraft& newer) const {
  PolicyDraft draft = newer;
  draft.discard();
  if (m_split) {
    const auto& versions = newer.m_inForce.versions;
    const bool known = std::all_of(m_split->begin(), m_split->end(), [&versions](const policy::Share& share) {
      return std::any_of(versions.begin(), versions.end(),
                         [&share](const auto& version) { return version.first == share.version; });
    });
    if (known) draft.setDefaultSplit(*m_split);
  }
  for (const auto& [rule, enabled] : m_enabled) {
    const std::string& name = m_inForce.rules[rule].name;
    const auto& rules = newer.m_inForce.rules;
    const auto found =
        std::find_if(rules.begin(), rules.end(), [&name](const policy::Rule& r) { return r.name == name; });
    if (found != rules.end()) draft.setRuleEnabled(static_cast<std::size_t>(found - rules.begin()), enabled);
  }
  return draft;
}

std::vector<DraftChange> PolicyDraft::changes() const {
  std::vector<DraftChange> changes;
  if (m_split) {
    const auto& before = m_inForce.defaultRule.split;
    for (const policy::Share& share : *m_split) {
      const int old = weightOf(before, share.version).value_or(0);
      if (old == share.weight.value()) continue;
      changes.push_back(
          {Words::tr("Default split"), text(share.version), percent(old), percent(share.weight.value())});
    }
  }
  for (const auto& [rule, enabled] : m_enabled) {
    const QString on = Words::tr("on");
    const QString off = Words::tr("off");
    changes.push_back({Words::tr("Rule “%1”").arg(text(m_inForce.rules[rule].name)),
                       {},
                       enabled ? off : on,
                       enabled ? on : off});
  }
  return changes;
}

QString PolicyDraft::summary() const {
  QStringList parts;
  bool splitNamed = false;
  for (const DraftChange& change : changes()) {
    if (change.version.isEmpty()) {
      parts.append(Words::tr("%1 %2").arg(change.what, change.after));
    } else if (std::exchange(splitNamed, true)) {
      parts.append(QStringLiteral("%1 %2 → %3").arg(change.version, change.before, change.after));
    } else {
      parts.append(Words::tr("default %1 %2 → %3").arg(change.version, change.before, change.after));
    }
  }
  return parts.join(QStringLiteral(", "));
}

QString PolicyDraft::effect() const {
  QStringList sentences;
  if (m_split) {
    std::map<std::string, int> gains;
    for (const auto& [way, points] : movement(m_inForce.defaultRule.split, *m_split)) {
      gains[way.second] += points;
    }
    for (const auto& [version, points] : gains)
      sentences.append(moved(m_inForce.defaultRule.stickBy, percent(points), text(version)));
    const bool sticky = m_inForce.defaultRule.stickBy.kind != policy::StickyKey::Kind::None;
    if (gains.size() == 1 && sticky) sentences.append(Words::tr("Nobody else changes version."));
  }
  for (const auto& [rule, enabled] : m_enabled) {
    const QString name = text(m_inForce.rules[rule].name);
    sentences.append(enabled ? Words::tr("Rule “%1” decides again for those it matches.").arg(name)
                             : Words::tr("Those whom rule “%1” matched fall to the rules below.").arg(name));
  }
  return sentences.join(QLatin1Char(' '));
}

}  // namespace halftone::app
