// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/auditviewmodel.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/searchtext.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/tablefilter.h"
#include "backend/consul/payloads.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

QString text(const std::string& utf8) {
  return QString::fromStdString(utf8);
}

const FilterFields kFields{QStringLiteral("who"),      QStringLiteral("action"),
                           QStringLiteral("service"),  QStringLiteral("what"),
                           QStringLiteral("why"),      QStringLiteral("from"),
                           QStringLiteral("revision"), {QStringLiteral("time"), FilterKind::Time}};

std::string searchTextOf(const store::AuditEntry& entry) {
  return searchText({text(entry.who), text(entry.action), text(entry.service),
                     text(entry.service) + QLatin1Char(' ') + text(entry.object), text(entry.why),
                     text(entry.from), entry.revision > 0 ? QString::number(entry.revision) : QString(),
                     text(entry.time)});
}

nlohmann::ordered_json jsonOf(const store::AuditEntry& entry) {
  return {{"time", entry.time},         {"who", entry.who},       {"action", entry.action},
          {"service", entry.service},   {"object", entry.object}, {"revision", entry.revision},
          {"restores", entry.restores}, {"why", entry.why},       {"from", entry.from}};
}

void copy(const nlohmann::ordered_json& json) {
  QGuiApplication::clipboard()->setText(
      text(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));
}

}  // namespace

AuditViewModel::AuditViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_log(feeds.consul->client()),
      m_guide(kFields,
              [this](const QString& field) {
                FieldValues values(static_cast<qsizetype>(kFields.find(field).value_or(0)));
                for (const auto& [key, entry] : m_entries) {
                  if (!values.add(entry.search)) break;
                }
                return values.values();
              }),
      m_rows({QStringLiteral("key"), QStringLiteral("time"), QStringLiteral("who"), QStringLiteral("action"),
              QStringLiteral("what"), QStringLiteral("why"), QStringLiteral("from"),
              QStringLiteral("service"), QStringLiteral("revision")}) {
  connect(this, &PageViewModel::shownChanged, this, &AuditViewModel::follow);
  connect(m_consul, &ConsulConnection::stateChanged, this, &AuditViewModel::follow);
}

AuditViewModel::~AuditViewModel() = default;

// A watch only while the page is seen: each holds a connection.
void AuditViewModel::follow() {
  if (!isShown()) {
    m_watch.reset();
    return;
  }
  if (!m_watch) reload();
}

void AuditViewModel::reload() {
  m_watch = std::make_unique<consul::Watch>(
      m_consul->endpoint(), consul::kvPath(std::string(store::kAuditPrefix)), QStringLiteral("keys"));
  connect(m_watch.get(), &consul::Watch::changed, this, [this](const consul::Answer& answer) {
    if (answer.status == 404) return takeKeys({});
    auto keys = consul::parseKeys(answer.body);
    if (!keys) return fail(text(keys.error().toString()));
    takeKeys(*std::move(keys));
  });
  connect(m_watch.get(), &consul::Watch::failed, this,
          [this](const Error& error) { fail(text(error.toString())); });
  connect(m_watch.get(), &consul::Watch::recovered, this, [this] {
    setState(State::Ready);
    emit changed();
  });
  m_watch->start();
}

void AuditViewModel::fail(const QString& why) {
  m_failure = why;
  setState(m_entries.empty() ? State::Failed : State::Stale, failedText(why));
  emit changed();
}

// Their names begin with the time.
void AuditViewModel::takeKeys(std::vector<std::string> keys) {
  std::sort(keys.begin(), keys.end(), std::greater<>());
  const std::set<std::string_view> known(keys.begin(), keys.end());
  std::erase_if(m_entries, [&known](const auto& entry) { return !known.contains(entry.first); });
  std::erase_if(m_unreadable, [&known](const std::string& key) { return !known.contains(key); });
  m_keys = std::move(keys);
  readMissing();
}

void AuditViewModel::readMissing() {
  if (m_reading) return;  // what comes meanwhile is looked for at its end
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < std::min(m_wanted, m_keys.size()); ++i) {
    if (!m_entries.contains(m_keys[i]) && !m_unreadable.contains(m_keys[i])) missing.push_back(m_keys[i]);
  }
  if (missing.empty()) {
    setState(State::Ready);
    return show();
  }
  m_reading = true;
  m_log.read(missing, this, [this, missing](const Result<std::vector<store::AuditEntry>>& entries) {
    m_reading = false;
    if (!entries) return fail(text(entries.error().toString()));
    m_unreadable.insert(missing.begin(), missing.end());
    for (const store::AuditEntry& entry : *entries) {
      m_unreadable.erase(entry.key);
      m_entries.insert_or_assign(entry.key, Entry{entry, searchTextOf(entry)});
    }
    readMissing();
  });
}

void AuditViewModel::loadOlder() {
  if (older() == 0) return;
  m_wanted = std::min(m_wanted + kStep, kMost);
  readMissing();
}

int AuditViewModel::older() const {
  const std::size_t most = std::min(m_keys.size(), kMost);
  return static_cast<int>(most - std::min(most, m_wanted));
}

QString AuditViewModel::reachText() const {
  if (m_entries.empty()) return {};
  const QString first = text(m_entries.rbegin()->second.entry.time).left(10);
  if (older() > 0) return tr("Read back to %1; %2 older.").arg(first, formatCount(m_keys.size() - m_wanted));
  if (m_keys.size() > kMost)
    return tr("Read back to %1; the console reads no more than %2.").arg(first, formatCount(kMost));
  return tr("All since %1: the store keeps every entry.").arg(first);
}

void AuditViewModel::setFilter(const QString& filter) {
  if (filter == m_filter) return;
  m_filter = filter;
  show();
}

void AuditViewModel::show() {
  const qint64 now = nowMs();
  const TableFilter filter(m_filter, kFields);
  std::map<std::string, std::uint64_t> inForce;  // by service, at the entry that is looked at
  std::vector<RecordModel::Record> records;
  QStringList keys;
  for (auto it = m_entries.rbegin(); it != m_entries.rend(); ++it) {
    const store::AuditEntry& entry = it->second.entry;
    if (entry.revision > 0) inForce[entry.service] = entry.revision;
    if (!filter.matches(it->second.search)) continue;
    const QDateTime time = QDateTime::fromString(text(entry.time), Qt::ISODateWithMs);
    const auto then = inForce.find(entry.service);
    records.push_back({text(entry.key), formatTime(time.toMSecsSinceEpoch(), now), text(entry.who),
                       text(entry.action), whatOf(entry), text(entry.why), text(entry.from),
                       text(entry.service), then == inForce.end() ? 0 : static_cast<int>(then->second)});
    keys << text(entry.key);
  }
  std::reverse(records.begin(), records.end());
  std::reverse(keys.begin(), keys.end());
  m_rows.setRecords(std::move(records));
  m_marked.setRows(keys);
  emit changed();
}

QString AuditViewModel::whatOf(const store::AuditEntry& entry) {
  QString what = text(entry.service);
  if (entry.revision > 0) what += QStringLiteral(" r%1").arg(entry.revision);
  if (entry.restores > 0) what += tr(", back to r%1").arg(entry.restores);
  if (!entry.object.empty())
    what += (what.isEmpty() ? QString() : QStringLiteral(" \u00b7 ")) + text(entry.object);
  return what;
}

QString AuditViewModel::countText() const {
  return tr("%1 of %2 entries")
      .arg(formatCount(static_cast<quint64>(m_rows.count())), formatCount(m_entries.size()));
}

void AuditViewModel::openPolicy(int row) {
  const int revision = m_rows.value(row, QStringLiteral("revision")).toInt();
  if (revision > 0) emit policyAsked(m_rows.value(row, QStringLiteral("service")).toString(), revision);
}

void AuditViewModel::copyJson(int row) const {
  const auto entry = m_entries.find(m_rows.value(row, QStringLiteral("key")).toString().toStdString());
  if (entry != m_entries.end()) copy(jsonOf(entry->second.entry));
}

std::vector<const store::AuditEntry*> AuditViewModel::markedEntries() const {
  std::vector<const store::AuditEntry*> marked;
  for (const auto& [key, entry] : m_entries) {
    if (m_marked.has(text(key))) marked.push_back(&entry.entry);
  }
  return marked;
}

void AuditViewModel::copyMarkedJson() const {
  auto entries = nlohmann::ordered_json::array();
  for (const store::AuditEntry* entry : markedEntries()) entries.push_back(jsonOf(*entry));
  if (!entries.empty()) copy(entries);
}

void AuditViewModel::copyMarkedText() const {
  QStringList lines;
  for (const store::AuditEntry* entry : markedEntries()) {
    QStringList fields{text(entry->time), text(entry->who), text(entry->action),
                       whatOf(*entry),    text(entry->why), text(entry->from)};
    // A field's own breaks and tabs would be taken for others.
    for (QString& field : fields) field = field.simplified();
    lines << fields.join(QLatin1Char('\t'));
  }
  if (!lines.isEmpty()) QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void AuditViewModel::retranslate() {
  if (state() == State::Failed || state() == State::Stale) fail(QString(m_failure));
  show();
}

}  // namespace halftone::app
