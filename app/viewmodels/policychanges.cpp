// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/policychanges.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <map>
#include <unordered_map>

#include "app/viewmodels/movement.h"
#include "backend/policy/names.h"
#include "backend/policy/words.h"

namespace halftone::app {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(PolicyChanges)
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

QString ruleTitle(const policy::Rule& rule) {
  return Words::tr("Rule “%1”").arg(text(rule.name));
}

// The rules that stay in place while the others move around them: a longest rising run of old numbers.
std::vector<bool> stayers(const std::vector<int>& oldNumbers) {
  std::vector<std::size_t> tails;                           // last rule of the best run of each length
  std::vector<std::size_t> previous(oldNumbers.size(), 0);  // rule before it in its run, plus 1
  for (std::size_t i = 0; i < oldNumbers.size(); ++i) {
    if (oldNumbers[i] < 0) continue;
    const auto place = std::lower_bound(tails.begin(), tails.end(), oldNumbers[i],
                                        [&](std::size_t tail, int old) { return oldNumbers[tail] < old; });
    previous[i] = place == tails.begin() ? 0 : *(place - 1) + 1;
    if (place == tails.end())
      tails.push_back(i);
    else
      *place = i;
  }
  std::vector<bool> stays(oldNumbers.size(), false);
  for (std::size_t next = tails.empty() ? 0 : tails.back() + 1; next != 0; next = previous[next - 1])
    stays[next - 1] = true;
  return stays;
}

class Changes {
 public:
  Changes(const policy::Policy& before, const policy::Policy& after) : m_before(before), m_after(after) {}

  std::vector<PolicyChange> all() {
    addDefault();
    const std::vector<int> numbers = matchRules(m_before.rules, m_after.rules);
    const std::vector<bool> stays = stayers(numbers);
    std::vector<bool> kept(m_before.rules.size(), false);
    for (std::size_t i = 0; i < m_after.rules.size(); ++i) {
      const policy::Rule& rule = m_after.rules[i];
      if (numbers[i] < 0) {
        add(ruleTitle(rule), QStringLiteral("–"), Words::tr("new"), Words::tr("new"));
        continue;
      }
      const auto old = static_cast<std::size_t>(numbers[i]);
      kept[old] = true;
      addRule(m_before.rules[old], rule);
      if (!stays[i])
        add(ruleTitle(rule), Words::tr("place %1").arg(old + 1), Words::tr("place %1").arg(i + 1),
            Words::tr("to place %1").arg(i + 1));
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (!kept[i])
        add(ruleTitle(m_before.rules[i]), whenText(m_before.rules[i].when), Words::tr("removed"),
            Words::tr("removed"));
    }
    addRest();
    return std::move(m_changes);
  }

 private:
  void add(const QString& what, const QString& before, const QString& after, const QString& brief) {
    m_changes.push_back({what, {}, before, after, what + QLatin1Char(' ') + brief});
  }

  void addSplit(const QString& what, const QString& brief, const std::vector<policy::Share>& before,
                const std::vector<policy::Share>& after) {
    bool named = false;
    const auto say = [&](const std::string& version, int old, int now) {
      if (old == now) return;
      const QString change = QStringLiteral("%1 %2 → %3").arg(text(version), percent(old), percent(now));
      m_changes.push_back({what, text(version), percent(old), percent(now),
                           named ? change : brief + QLatin1Char(' ') + change});
      named = true;
    };
    for (const policy::Share& share : after)
      say(share.version, weightOf(before, share.version).value_or(0), share.weight.value());
    for (const policy::Share& share : before) {
      if (!weightOf(after, share.version)) say(share.version, share.weight.value(), 0);
    }
    // The order gives each version its buckets (policy.md, point 4).
    if (!named && before != after)
      add(what, splitText(before), splitText(after), Words::tr("in another order"));
  }

  void addDefault() {
    const auto& before = m_before.defaultRule;
    const auto& after = m_after.defaultRule;
    addSplit(Words::tr("Default split"), Words::tr("default"), before.split, after.split);
    if (before.stickBy != after.stickBy)
      add(Words::tr("Default"), stickText(before.stickBy), stickText(after.stickBy),
          stickText(after.stickBy));
    if (before.salt != after.salt) addSalt(Words::tr("Default"), before.salt, after.salt);
  }

  void addSalt(const QString& what, const std::optional<std::string>& before,
               const std::optional<std::string>& after) {
    const QString none = Words::tr("no salt");
    add(what, before ? text(*before) : none, after ? text(*after) : none, Words::tr("another salt"));
  }

  void addRule(const policy::Rule& before, const policy::Rule& after) {
    const QString title = ruleTitle(after);
    if (before.name != after.name) add(title, text(before.name), text(after.name), Words::tr("renamed"));
    if (before.enabled != after.enabled) {
      const QString on = Words::tr("on");
      const QString off = Words::tr("off");
      add(title, before.enabled ? on : off, after.enabled ? on : off, after.enabled ? on : off);
    }
    if (before.when != after.when)
      add(title, whenText(before.when), whenText(after.when), Words::tr("conditions changed"));
    addSplit(title, title, before.split, after.split);
    if (before.stickBy != after.stickBy) {
      const QString inherited = Words::tr("sticky as the default");
      const QString now = after.stickBy ? stickText(*after.stickBy) : inherited;
      add(title, before.stickBy ? stickText(*before.stickBy) : inherited, now, now);
    }
    if (before.salt != after.salt) addSalt(title, before.salt, after.salt);
  }

  void addRest() {
    if (m_before.stable != m_after.stable)
      add(Words::tr("Stable version"), text(m_before.stable), text(m_after.stable), text(m_after.stable));
    if (m_before.whenUnavailable != m_after.whenUnavailable) {
      const QString now = text(std::string(policy::toString(m_after.whenUnavailable)));
      add(Words::tr("When unavailable"), text(std::string(policy::toString(m_before.whenUnavailable))), now,
          now);
    }
    if (m_before.versions != m_after.versions) addVersions();
    if (m_before.identity != m_after.identity) {
      const auto sources = [](const policy::Policy& policy) {
        QStringList words;
        for (const auto& source : policy.identity) words.append(text(policy::toString(source)));
        return words.join(QStringLiteral(", "));
      };
      add(Words::tr("Identity"), sources(m_before), sources(m_after), Words::tr("changed"));
    }
    if (m_before.salt != m_after.salt) addSalt(Words::tr("Policy"), m_before.salt, m_after.salt);
  }

  void addVersions() {
    const auto names = [](const policy::Policy& policy) {
      QStringList words;
      for (const auto& [name, version] : policy.versions) words.append(text(name));
      return words.join(QStringLiteral(", "));
    };
    add(Words::tr("Versions"), names(m_before), names(m_after), Words::tr("changed"));
  }

  const policy::Policy& m_before;
  const policy::Policy& m_after;
  std::vector<PolicyChange> m_changes;
};

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

std::vector<PolicyChange> changesBetween(const policy::Policy& before, const policy::Policy& after) {
  return Changes(before, after).all();
}

QString summaryOf(const std::vector<PolicyChange>& changes) {
  QStringList parts;
  for (const PolicyChange& change : changes) parts.append(change.brief);
  return parts.join(QStringLiteral(", "));
}

QString effectBetween(const policy::Policy& before, const policy::Policy& after) {
  QStringList sentences;
  const std::vector<int> numbers = matchRules(before.rules, after.rules);
  std::vector<bool> kept(before.rules.size(), false);
  for (const int number : numbers) {
    if (number >= 0) kept[static_cast<std::size_t>(number)] = true;
  }
  if (!sameWeights(before.defaultRule.split, after.defaultRule.split)) {
    std::map<std::string, int> gains;
    for (const auto& [way, points] : movement(before.defaultRule.split, after.defaultRule.split))
      gains[way.second] += points;
    for (const auto& [version, points] : gains)
      sentences.append(moved(after.defaultRule.stickBy, percent(points), text(version)));
    const bool sticky = after.defaultRule.stickBy.kind != policy::StickyKey::Kind::None;
    if (gains.size() == 1 && sticky) sentences.append(Words::tr("Nobody else changes version."));
  }
  const auto falls = [&sentences](const policy::Rule& rule) {
    sentences.append(Words::tr("Those whom rule “%1” matched fall to the rules below.").arg(text(rule.name)));
  };
  for (std::size_t i = 0; i < after.rules.size(); ++i) {
    if (numbers[i] < 0) continue;
    const policy::Rule& old = before.rules[static_cast<std::size_t>(numbers[i])];
    if (old.enabled == after.rules[i].enabled) continue;
    if (old.enabled)
      falls(old);
    else
      sentences.append(Words::tr("Rule “%1” decides again for those it matches.").arg(text(old.name)));
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (!kept[i] && before.rules[i].enabled) falls(before.rules[i]);
  }
  return sentences.join(QLatin1Char(' '));
}

std::vector<int> matchRules(const std::vector<policy::Rule>& before, const std::vector<policy::Rule>& after) {
  std::unordered_multimap<std::string, int> byName;
  for (std::size_t i = before.size(); i-- > 0;) byName.emplace(before[i].name, static_cast<int>(i));
  std::vector<int> numbers(after.size(), -1);
  std::vector<bool> taken(before.size(), false);
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto [begin, end] = byName.equal_range(after[i].name);
    auto first = end;
    for (auto it = begin; it != end; ++it) {
      if (first == end || it->second < first->second) first = it;
    }
    if (first == end) continue;
    numbers[i] = first->second;
    taken[static_cast<std::size_t>(first->second)] = true;
    byName.erase(first);
  }
  std::size_t unnamed = 0;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (numbers[i] >= 0) continue;
    for (std::size_t old = unnamed; old < before.size(); ++old) {
      if (taken[old] || before[old].when != after[i].when) continue;
      numbers[i] = static_cast<int>(old);
      taken[old] = true;
      break;
    }
    while (unnamed < before.size() && taken[unnamed]) ++unnamed;
  }
  return numbers;
}

bool sameWeights(const std::vector<policy::Share>& a, const std::vector<policy::Share>& b) {
  const auto within = [](const std::vector<policy::Share>& x, const std::vector<policy::Share>& y) {
    return std::all_of(x.begin(), x.end(), [&y](const policy::Share& share) {
      return weightOf(y, share.version).value_or(0) == share.weight.value();
    });
  };
  return within(a, b) && within(b, a);
}

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

QString whenText(const std::vector<policy::Condition>& conditions) {
  const auto language =
      QLocale().language() == QLocale::Chinese ? policy::Language::Chinese : policy::Language::English;
  QStringList words;
  for (const policy::Condition& condition : conditions)
    words.append(text(policy::describe(condition, language)));
  return words.join(Words::tr(" and "));
}

}  // namespace halftone::app
