// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessiondetail.h"

#include <QClipboard>
#include <QGuiApplication>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/viewmodels/figures.h"
#include "app/viewmodels/sessionplacement.h"

namespace halftone::app {

namespace {

using Truth = SessionPlacement::Truth;

QString words(const std::string& text) {
  return QString::fromStdString(text);
}

QString keyName(const policy::StickyKey& key) {
  using Kind = policy::StickyKey::Kind;
  switch (key.kind) {
    case Kind::User:
      return QStringLiteral("user");
    case Kind::Ip:
      return QStringLiteral("ip");
    case Kind::Header:
      return QStringLiteral("header ") + words(key.name);
    case Kind::Cookie:
      return QStringLiteral("cookie ") + words(key.name);
    case Kind::Query:
      return QStringLiteral("query ") + words(key.name);
    case Kind::Session:
      return QStringLiteral("session cookie");
    case Kind::None:
      break;
  }
  return {};
}

// The condition, or one inside of it, that is described so in English.
const policy::Condition* conditionSaying(const std::vector<policy::Condition>& conditions,
                                         const std::string& text) {
  for (const policy::Condition& condition : conditions) {
    if (policy::describe(condition, policy::Language::English) == text) return &condition;
    if (const policy::Condition* inner = conditionSaying(condition.children, text)) return inner;
  }
  return nullptr;
}

}  // namespace

SessionDetail::SessionDetail(QObject* parent)
    : QObject(parent),
      m_facts(
          new RecordModel({QStringLiteral("name"), QStringLiteral("value"), QStringLiteral("mono")}, this)),
      m_request(
          new RecordModel({QStringLiteral("name"), QStringLiteral("value"), QStringLiteral("mono")}, this)),
      m_steps(
          new RecordModel({QStringLiteral("rule"), QStringLiteral("kind"), QStringLiteral("text")}, this)) {}

void SessionDetail::show(ChatSessionPtr session, Surroundings surroundings) {
  m_ended = session == nullptr;
  if (session) m_session = std::move(session);
  if (!m_session) return;
  m_around = std::move(surroundings);
  updateFacts();
  updateRequest();
  updatePlacement();
  emit changed();
}

void SessionDetail::clear() {
  if (!m_session) return;
  m_session = nullptr;
  m_ended = false;
  emit changed();
}

void SessionDetail::updateFacts() {
  const ChatSession& session = *m_session;
  const auto since = [this](qint64 atMs) {
    if (atMs <= 0) return formatTime(0, 0);
    return tr("%1 (%2)").arg(formatTime(atMs, m_around.nowMs), formatAgo(atMs, m_around.nowMs));
  };
  QString node = session.node;
  if (m_around.stale) {
    node += QStringLiteral(" \u00b7 ") + tr("not heard now");
  } else if (m_around.nodeState == QLatin1String("maintenance")) {
    node += QStringLiteral(" \u00b7 ") + tr("takes no new sessions");
  } else if (m_around.nodeState == QLatin1String("draining")) {
    node += QStringLiteral(" \u00b7 ") + tr("is being drained");
  }
  const QString rooms = session.rooms.isEmpty() ? tr("none") : session.rooms;
  m_facts->setRecords({{tr("Session"), session.id, true},
                       {tr("Node"), node, false},
                       {tr("Address"), session.address, true},
                       {tr("Rooms"), rooms, false},
                       {tr("Since"), since(session.sinceMs), false},
                       {tr("Last active"), since(session.lastActiveMs), false},
                       {tr("Messages"), formatCount(session.messages), true}});
}

void SessionDetail::updateRequest() {
  std::vector<RecordModel::Record> records;
  const SessionAccount* account = m_around.account.get();
  if (account && account->hasRequest) {
    records.push_back({tr("Client"), account->client, true});
    records.push_back({tr("Target"), account->target, true});
    // The first value of a record is its id: a field may come twice.
    QStringList names;
    for (const auto& [name, value] : account->fields) {
      const auto before = names.count(name);
      names << name;
      records.push_back(
          {before == 0 ? name : QStringLiteral("%1 (%2)").arg(name).arg(before + 1), value, true});
    }
  }
  m_request->setRecords(std::move(records));
}

QString SessionDetail::failedCondition(const SessionAccount::Rule& rule) const {
  if (!m_around.placement) return rule.condition;
  const std::string said = rule.condition.toStdString();
  for (const policy::Rule& known : m_around.placement->policy().rules) {
    if (known.name != rule.name.toStdString()) continue;
    const policy::Condition* condition = conditionSaying(known.when, said);
    if (condition != nullptr) return words(policy::describe(*condition, m_around.language));
  }
  return rule.condition;
}

QVariantList SessionDetail::describeRule(const SessionAccount::Rule& rule, const QString& version) const {
  if (!rule.enabled) return {QStringLiteral("close"), tr("is switched off")};
  if (rule.matched) return {QStringLiteral("ok"), version};
  const QString seen = rule.seen ? tr("it is \u201c%1\u201d").arg(*rule.seen) : tr("there is none");
  return {QStringLiteral("close"), tr("not %1: %2").arg(failedCondition(rule), seen)};
}

// As the node decides by the request that it remembers.
void SessionDetail::takePlacement(const SessionAccount::Placement& placement) {
  QString version = placement.version.isEmpty() ? tr("nobody can serve it") : placement.version;
  if (placement.fallback)
    version = tr("%1, since its own version is away").arg(version);
  else if (!placement.sticky && placement.bucket)
    version = tr("drawn anew for each request");
  else if (placement.bucket)
    version = tr("%1, by bucket %2").arg(version).arg(*placement.bucket);
  std::vector<RecordModel::Record> records;
  int number = 0;
  for (const SessionAccount::Rule& rule : placement.tried) {
    const QString name = rule.name == QLatin1String("default") ? tr("Default split") : rule.name;
    const QString key = QString::number(++number) + QLatin1Char(' ') + name;
    records.push_back(RecordModel::Record{key} + describeRule(rule, version));
  }
  if (placement.rule == QLatin1String("default") &&
      (placement.tried.empty() || !placement.tried.back().matched)) {
    const QString key = QString::number(++number) + QLatin1Char(' ') + tr("Default split");
    records.push_back({key, QStringLiteral("ok"), version});
  }
  m_steps->setRecords(std::move(records));
  sayWhere(placement.version, placement.own, placement.revision, true);
}

void SessionDetail::updatePlacement() {
  m_unknown.clear();
  m_verdictKind = QStringLiteral("unknown");
  if (m_around.account && m_around.account->placement) return takePlacement(*m_around.account->placement);
  if (!m_around.placement) {
    m_steps->setRecords({});
    m_verdict = tr("The service has no policy that could say where it belongs.");
    return;
  }
  const SessionPlacement::Verdict verdict = m_around.placement->place(m_session->user);
  QStringList unknown;
  std::vector<RecordModel::Record> records;
  int number = 0;
  for (const SessionPlacement::Step& step : m_around.placement->steps(m_session->user)) {
    const QString rule = step.rule == "default" ? tr("Default split") : words(step.rule);
    const QString key = QString::number(++number) + QLatin1Char(' ') + rule;
    records.push_back(RecordModel::Record{key} + describeStep(step, verdict, unknown));
  }
  m_steps->setRecords(std::move(records));
  unknown.removeDuplicates();
  if (!unknown.isEmpty()) {
    m_unknown = tr("A node tells of a session's request only the user. Not known here: %1.")
                    .arg(unknown.join(QStringLiteral(", ")));
  }
  sayVerdict(verdict);
}

QVariantList SessionDetail::describeStep(const SessionPlacement::Step& step,
                                         const SessionPlacement::Verdict& verdict,
                                         QStringList& unknown) const {
  if (step.truth == Truth::No) return {QStringLiteral("close"), tr("does not match")};
  if (step.truth == Truth::Perhaps) {
    QStringList conditions;
    for (const auto* condition : step.unknown)
      conditions << words(policy::describe(*condition, m_around.language));
    conditions.removeDuplicates();
    unknown << conditions;
    return {QStringLiteral("unknown"), tr("not known: %1").arg(conditions.join(QStringLiteral(", ")))};
  }
  if (verdict.drawn) {
    const QString key = keyName(m_around.placement->stickyKey(step.rule));
    if (key.isEmpty()) return {QStringLiteral("unknown"), tr("drawn anew for each request")};
    unknown << key;
    return {QStringLiteral("unknown"), tr("splits by %1, not known").arg(key)};
  }
  if (verdict.version.empty()) return {QStringLiteral("bad"), tr("nobody can serve it")};
  const QString version = words(verdict.version);
  if (verdict.fallback) return {QStringLiteral("warn"), tr("%1, since its own version is away").arg(version)};
  if (!verdict.bucket) return {QStringLiteral("ok"), version};
  return {QStringLiteral("ok"), tr("%1, by bucket %2 of its user").arg(version).arg(*verdict.bucket)};
}

void SessionDetail::sayVerdict(const SessionPlacement::Verdict& verdict) {
  sayWhere(words(verdict.version), words(m_around.placement->versionOf(m_session->source)), m_around.revision,
           verdict.sure);
}

void SessionDetail::sayWhere(const QString& there, const QString& here, quint64 policyRevision, bool sure) {
  const QString revision = QString::number(policyRevision);
  if (there.isEmpty()) {
    m_verdict = tr("It cannot be said where policy r%1 would place it.").arg(revision);
  } else if (there == here) {
    m_verdictKind = sure ? QStringLiteral("ok") : QStringLiteral("unknown");
    const QString sentence = sure ? tr("Policy r%1 places it on %2, where it is.")
                                  : tr("As far as is known, policy r%1 places it on %2, where it is.");
    m_verdict = sentence.arg(revision, there);
  } else {
    m_verdictKind = sure ? QStringLiteral("warn") : QStringLiteral("unknown");
    const QString sentence =
        sure ? tr("Policy r%1 would place it on %2. It stays on %3 until it connects again.")
             : tr("As far as is known, policy r%1 would place it on %2, not on %3.");
    m_verdict = sentence.arg(revision, there, m_session->version);
  }
}

QString SessionDetail::json() const {
  if (!m_session) return {};
  const ChatSession& session = *m_session;
  nlohmann::ordered_json object{{"id", session.id.toStdString()},
                                {"user", session.user.toStdString()},
                                {"version", session.version.toStdString()},
                                {"node", session.node.toStdString()},
                                {"instance", session.source.toStdString()},
                                {"address", session.address.toStdString()},
                                {"rooms", nlohmann::ordered_json::array()},
                                {"since", session.sinceMs},
                                {"lastActive", session.lastActiveMs},
                                {"messages", session.messages},
                                {"ended", m_ended}};
  for (const QString& room : session.rooms.split(QStringLiteral(", "), Qt::SkipEmptyParts))
    object["rooms"].push_back(room.toStdString());
  if (m_around.account && m_around.account->placement) {
    const SessionAccount::Placement& placement = *m_around.account->placement;
    object["policy"] = {{"revision", placement.revision},
                        {"rule", placement.rule.toStdString()},
                        {"version", placement.version.toStdString()},
                        {"sure", true}};
    if (placement.bucket) object["policy"]["bucket"] = *placement.bucket;
  } else if (m_around.placement) {
    const SessionPlacement::Verdict verdict = m_around.placement->place(session.user);
    object["policy"] = {{"revision", m_around.revision},
                        {"rule", verdict.rule},
                        {"version", verdict.version},
                        {"sure", verdict.sure},
                        {"notKnown", m_unknown.toStdString()}};
    if (verdict.bucket) object["policy"]["bucket"] = *verdict.bucket;
  }
  return QString::fromStdString(object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

void SessionDetail::copyJson() const {
  if (m_session) QGuiApplication::clipboard()->setText(json());
}

}  // namespace halftone::app
