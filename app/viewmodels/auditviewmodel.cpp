// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/auditviewmodel.h"

#include <QDateTime>
#include <algorithm>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"

namespace halftone::app {

namespace {

QString text(const std::string& utf8) {
  return QString::fromStdString(utf8);
}

}  // namespace

AuditViewModel::AuditViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_log(feeds.consul->client()),
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
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  const QStringList words = m_filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  std::vector<RecordModel::Record> records;
  for (const store::AuditEntry& entry : m_entries) {
    const QDateTime time = QDateTime::fromString(text(entry.time), Qt::ISODateWithMs);
    QString what = text(entry.service);
    if (entry.revision > 0) what += QStringLiteral(" r%1").arg(entry.revision);
    if (entry.restores > 0) what += tr(", back to r%1").arg(entry.restores);
    if (!entry.object.empty())
      what += (what.isEmpty() ? QString() : QStringLiteral(" · ")) + text(entry.object);
    const QStringList parts{text(entry.who), text(entry.action), what,
                            text(entry.why), text(entry.from),   text(entry.time)};
    const QString all = parts.join(QLatin1Char(' '));
    if (!std::all_of(words.begin(), words.end(),
                     [&all](const QString& word) { return all.contains(word, Qt::CaseInsensitive); }))
      continue;
    records.push_back({text(entry.key), formatTime(time.toMSecsSinceEpoch(), now), parts[0], parts[1],
                       parts[2], parts[3], parts[4], text(entry.service), static_cast<int>(entry.revision)});
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

void AuditViewModel::retranslate() {
  show();
}

}  // namespace halftone::app
