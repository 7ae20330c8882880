// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/auditviewmodel.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/searchtext.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/tablefilter.h"

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

}  // namespace

AuditViewModel::AuditViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_log(feeds.consul->client()),
      m_guide(kFields,
              [this](const QString& field) {
                FieldValues values(static_cast<qsizetype>(kFields.find(field).value_or(0)));
                for (const std::string& search : m_search) {
                  if (!values.add(search)) break;
                }
                return values.values();
              }),
      m_rows({QStringLiteral("key"), QStringLiteral("time"), QStringLiteral("who"), QStringLiteral("action"),
              QStringLiteral("what"), QStringLiteral("why"), QStringLiteral("from"),
              QStringLiteral("service"), QStringLiteral("revision")}) {
  const auto refresh = [this] {
    if (isShown()) reload();
  };
  connect(this, &PageViewModel::shownChanged, this, refresh);
  connect(feeds.policies, &PolicyFeed::policyChanged, this, refresh);
  connect(m_consul, &ConsulConnection::stateChanged, this, refresh);
}

void AuditViewModel::reload() {
  m_log.list(kShown, this, [this](const Result<std::vector<store::AuditEntry>>& entries) {
    if (entries) {
      m_entries = *entries;
      m_search.clear();
      for (const store::AuditEntry& entry : m_entries) m_search.push_back(searchTextOf(entry));
      setState(State::Ready);
    } else {
      setState(m_entries.empty() ? State::Failed : State::Stale,
               failedText(text(entries.error().toString())));
    }
    show();
  });
}

void AuditViewModel::setFilter(const QString& filter) {
  if (filter == m_filter) return;
  m_filter = filter;
  show();
}

void AuditViewModel::show() {
  const qint64 now = nowMs();
  const TableFilter filter(m_filter, kFields);
  std::vector<RecordModel::Record> records;
  for (std::size_t i = 0; i < m_entries.size(); ++i) {
    if (!filter.matches(m_search[i])) continue;
    const store::AuditEntry& entry = m_entries[i];
    const QDateTime time = QDateTime::fromString(text(entry.time), Qt::ISODateWithMs);
    QString what = text(entry.service);
    if (entry.revision > 0) what += QStringLiteral(" r%1").arg(entry.revision);
    if (entry.restores > 0) what += tr(", back to r%1").arg(entry.restores);
    if (!entry.object.empty())
      what += (what.isEmpty() ? QString() : QStringLiteral(" · ")) + text(entry.object);
    records.push_back({text(entry.key), formatTime(time.toMSecsSinceEpoch(), now), text(entry.who),
                       text(entry.action), what, text(entry.why), text(entry.from), text(entry.service),
                       static_cast<int>(entry.revision)});
  }
  m_rows.setRecords(std::move(records));
  emit changed();
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
  const std::string key = m_rows.value(row, QStringLiteral("key")).toString().toStdString();
  const auto entry = std::find_if(m_entries.begin(), m_entries.end(),
                                  [&key](const store::AuditEntry& one) { return one.key == key; });
  if (entry == m_entries.end()) return;
  const nlohmann::ordered_json json{
      {"time", entry->time},         {"who", entry->who},       {"action", entry->action},
      {"service", entry->service},   {"object", entry->object}, {"revision", entry->revision},
      {"restores", entry->restores}, {"why", entry->why},       {"from", entry->from}};
  QGuiApplication::clipboard()->setText(
      text(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace)));
}

void AuditViewModel::retranslate() {
  show();
}

}  // namespace halftone::app
