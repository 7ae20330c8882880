// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/policysettings.h"

#include <algorithm>

#include "app/viewmodels/findingwords.h"
#include "backend/policy/compile.h"
#include "backend/policy/names.h"
#include "backend/store/merge.h"

namespace halftone::app {

namespace {

constexpr char kNewHeader[] = "X-User-ID";

QString word(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// "header:" reads better without its colon.
QVariantList choices(const std::vector<std::string_view>& words) {
  QVariantList list;
  for (const std::string_view one : words) {
    const QString value = word(one);
    list.append(
        QVariantMap{{QStringLiteral("value"), value},
                    {QStringLiteral("text"), value.endsWith(QLatin1Char(':')) ? value.chopped(1) : value}});
  }
  return list;
}

int indexOf(const std::vector<std::string_view>& words, const std::string& text) {
  const auto found = std::find_if(words.begin(), words.end(), [&text](std::string_view one) {
    return one.ends_with(':') ? text.starts_with(one) : text == one;
  });
  return found == words.end() ? -1 : static_cast<int>(found - words.begin());
}

void rename(std::vector<policy::Share>& split, const std::string& from, const std::string& to) {
  for (policy::Share& share : split) {
    if (share.version == from) share.version = to;
  }
}

}  // namespace

std::optional<std::map<std::string, std::string>> readLabels(const QString& text) {
  std::map<std::string, std::string> labels;
  for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (part.trimmed().isEmpty()) continue;
    const qsizetype mark = part.indexOf(QLatin1Char('='));
    const QString name = part.left(mark).trimmed();
    if (mark < 0 || name.isEmpty()) return std::nullopt;
    labels[name.toStdString()] = part.mid(mark + 1).trimmed().toStdString();
  }
  return labels;
}

QString writeLabels(const std::map<std::string, std::string>& labels) {
  QStringList parts;
  for (const auto& [name, value] : labels) parts << QString::fromStdString(name + "=" + value);
  return parts.join(QStringLiteral(", "));
}

PolicySettings::PolicySettings(QObject* parent)
    : QObject(parent),
      m_identity({QStringLiteral("number"), QStringLiteral("kindIndex"), QStringLiteral("kind"),
                  QStringLiteral("name")}),
      m_versions({QStringLiteral("number"), QStringLiteral("name"), QStringLiteral("select"),
                  QStringLiteral("balanceIndex"), QStringLiteral("stable")}) {}

void PolicySettings::open(policy::Policy policy) {
  m_policy = std::move(policy);
  m_opened = m_policy;
  m_unread.clear();
  show();
}

std::optional<policy::Policy> PolicySettings::onTopOf(const policy::Policy& now) {
  if (now == m_opened) return m_policy;
  store::MergeChoices mine;
  for (const store::MergeLine& line : store::merge(&m_opened, m_policy, now).unresolved)
    mine[line.pointer] = store::Side::Mine;
  store::Merge merged = store::merge(&m_opened, m_policy, now, mine);
  if (!merged.policy) {
    m_findings = std::move(merged.findings);
    emit changed();
  }
  return std::move(merged.policy);
}

void PolicySettings::show() {
  std::vector<RecordModel::Record> sources;
  for (const policy::IdentitySource& source : m_policy.identity) {
    const std::string text = policy::toString(source);
    const int kind = indexOf(policy::identityWords(), text);
    sources.push_back({static_cast<int>(sources.size()), kind,
                       kind < 0 ? QString() : word(policy::identityWords()[static_cast<std::size_t>(kind)]),
                       QString::fromStdString(source.name)});
  }
  m_identity.setRecords(std::move(sources));
  std::vector<RecordModel::Record> versions;
  for (const auto& [name, version] : m_policy.versions) {
    const int row = static_cast<int>(versions.size());
    versions.push_back({row, QString::fromStdString(name), m_unread.value(row, writeLabels(version.select)),
                        indexOf(policy::balanceWords(), std::string(policy::toString(version.balance))),
                        name == m_policy.stable});
  }
  m_versions.setRecords(std::move(versions));
  m_findings = policy::validate(m_policy);
  emit changed();
}

QVariantList PolicySettings::identityKinds() const {
  return choices(policy::identityWords());
}

QVariantList PolicySettings::stickChoices() const {
  return choices(policy::stickyKeyWords());
}

QVariantList PolicySettings::balances() const {
  return choices(policy::balanceWords());
}

int PolicySettings::stickIndex() const {
  return indexOf(policy::stickyKeyWords(), policy::toString(m_policy.defaultRule.stickBy));
}

bool PolicySettings::stickNeedsName() const {
  const int index = stickIndex();
  return index >= 0 && policy::stickyKeyWords()[static_cast<std::size_t>(index)].ends_with(':');
}

QString PolicySettings::stickName() const {
  return QString::fromStdString(m_policy.defaultRule.stickBy.name);
}

QStringList PolicySettings::versionNames() const {
  QStringList names;
  for (const auto& [name, version] : m_policy.versions) names << QString::fromStdString(name);
  return names;
}

int PolicySettings::stableIndex() const {
  return static_cast<int>(versionNames().indexOf(QString::fromStdString(m_policy.stable)));
}

QStringList PolicySettings::problems() const {
  QStringList texts;
  for (auto it = m_unread.begin(); it != m_unread.end(); ++it)
    texts << tr("Version %1: labels are “name=value”, with commas between them.")
                 .arg(versionNames().value(it.key()));
  for (const policy::Finding& finding : m_findings) texts << findingText(finding);
  return texts;
}

void PolicySettings::setFailing(bool failing) {
  if (failing == isFailing()) return;
  m_policy.whenUnavailable = failing ? policy::WhenUnavailable::Fail : policy::WhenUnavailable::Stable;
  show();
}

policy::IdentitySource* PolicySettings::source(int row) {
  const bool known = row >= 0 && static_cast<std::size_t>(row) < m_policy.identity.size();
  return known ? &m_policy.identity[static_cast<std::size_t>(row)] : nullptr;
}

std::pair<std::string, policy::Version>* PolicySettings::version(int row) {
  const bool known = row >= 0 && static_cast<std::size_t>(row) < m_policy.versions.size();
  return known ? &m_policy.versions[static_cast<std::size_t>(row)] : nullptr;
}

void PolicySettings::addIdentity() {
  m_policy.identity.push_back({policy::IdentitySource::Kind::Header, kNewHeader});
  show();
}

void PolicySettings::removeIdentity(int row) {
  if (source(row) == nullptr) return;
  m_policy.identity.erase(m_policy.identity.begin() + row);
  show();
}

void PolicySettings::moveIdentity(int row, int to) {
  policy::IdentitySource* from = source(row);
  policy::IdentitySource* other = source(to);
  if (from == nullptr || other == nullptr) return;
  std::swap(*from, *other);
  show();
}

void PolicySettings::setIdentityKind(int row, const QString& kind) {
  policy::IdentitySource* one = source(row);
  const auto parsed =
      one == nullptr ? std::nullopt : policy::parseIdentitySource(kind.toStdString() + one->name);
  if (!parsed) return;
  *one = *parsed;
  show();
}

void PolicySettings::setIdentityName(int row, const QString& name) {
  policy::IdentitySource* one = source(row);
  if (one == nullptr) return;
  one->name = name.trimmed().toStdString();
  show();
}

void PolicySettings::setStickBy(const QString& kind) {
  const std::string name = m_policy.defaultRule.stickBy.name;
  const auto key = policy::parseStickyKey(kind.endsWith(QLatin1Char(':')) ? kind.toStdString() + name
                                                                          : kind.toStdString());
  if (!key) return;
  m_policy.defaultRule.stickBy = *key;
  show();
}

void PolicySettings::setStickName(const QString& name) {
  m_policy.defaultRule.stickBy.name = name.trimmed().toStdString();
  show();
}

void PolicySettings::addVersion() {
  const QStringList taken = versionNames();
  int number = static_cast<int>(taken.size()) + 1;
  while (taken.contains(QStringLiteral("v%1").arg(number))) ++number;
  policy::Version fresh;
  const std::string name = "v" + std::to_string(number);
  fresh.select["version"] = name;
  m_policy.versions.emplace_back(name, std::move(fresh));
  show();
}

void PolicySettings::removeVersion(int row) {
  if (version(row) == nullptr) return;
  m_policy.versions.erase(m_policy.versions.begin() + row);
  m_unread.clear();
  show();
}

void PolicySettings::renameVersion(int row, const QString& name) {
  auto* one = version(row);
  const std::string wanted = name.trimmed().toStdString();
  if (one == nullptr || wanted == one->first) return;
  const std::string before = std::exchange(one->first, wanted);
  if (m_policy.stable == before) m_policy.stable = wanted;
  rename(m_policy.defaultRule.split, before, wanted);
  for (policy::Rule& rule : m_policy.rules) rename(rule.split, before, wanted);
  show();
}

void PolicySettings::setSelect(int row, const QString& text) {
  auto* one = version(row);
  if (one == nullptr) return;
  if (auto labels = readLabels(text)) {
    one->second.select = *std::move(labels);
    m_unread.remove(row);
  } else {
    m_unread[row] = text;
  }
  show();
}

void PolicySettings::setBalance(int row, const QString& text) {
  auto* one = version(row);
  const auto balance = policy::parseBalance(text.toStdString());
  if (one == nullptr || !balance) return;
  one->second.balance = *balance;
  show();
}

void PolicySettings::setStable(int row) {
  const auto* one = version(row);
  if (one == nullptr) return;
  m_policy.stable = one->first;
  show();
}

}  // namespace halftone::app
