// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/livechoice.h"

#include <QPointer>
#include <algorithm>

#include "app/feeds/searchtext.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/tablefilter.h"

namespace halftone::app {

namespace {

const QString kSessions = QStringLiteral("sessions");
const QStringList kFields{QStringLiteral("user"),   QStringLiteral("method"), QStringLiteral("path"),
                          QStringLiteral("host"),   QStringLiteral("header"), QStringLiteral("version"),
                          QStringLiteral("region"), QStringLiteral("ip")};

}  // namespace

LiveChoice::LiveChoice(SampleFeed* feed, QObject* parent)
    : QObject(parent),
      m_feed(feed),
      m_rows({QStringLiteral("number"), QStringLiteral("title"), QStringLiteral("version"),
              QStringLiteral("user")}),
      m_guide(kFields, [this](const QString& field) {
        FieldValues values(kFields.indexOf(field));
        const LiveRequests all = requests();
        for (std::size_t i = all->size(); i-- > 0 && values.add(searchTextOf((*all)[i]));) {
        }
        return values.values();
      }) {}

void LiveChoice::follow(const QString& service) {
  if (m_feed == nullptr || service == m_service) return;
  m_service = service;
  if (m_samples) m_samples->disconnect(this);
  if (m_sessions) m_sessions->disconnect(this);
  m_sessions.reset();
  m_samples = m_feed->samples(service);
  if (m_samples) connect(m_samples.get(), &ServiceSamples::changed, this, &LiveChoice::show);
  if (m_wantsSessions) setSource(kSessions);
  show();
}

void LiveChoice::setPolicy(const policy::Policy* policy) {
  m_policy = policy == nullptr ? nullptr : std::make_unique<policy::Policy>(*policy);
  show();
}

QString LiveChoice::source() const {
  return showsSessions() ? kSessions : QStringLiteral("requests");
}

void LiveChoice::setSource(const QString& source) {
  m_wantsSessions = source == kSessions;
  if (m_sessions) m_sessions->disconnect(this);
  m_sessions = m_wantsSessions && m_feed != nullptr ? m_feed->sessions(m_service) : nullptr;
  if (m_sessions) connect(m_sessions.get(), &SessionRequests::changed, this, &LiveChoice::show);
  show();
}

LiveRequests LiveChoice::requests() const {
  if (m_sessions) return m_sessions->requests();
  return m_samples ? m_samples->requests() : std::make_shared<const std::vector<LiveRequest>>();
}

void LiveChoice::setFilter(const QString& filter) {
  if (filter == m_filter) return;
  m_filter = filter;
  show();
}

void LiveChoice::setShown(bool shown) {
  m_shown = shown;
  show();
}

void LiveChoice::show() {
  if (!m_shown) return;
  std::vector<RecordModel::Record> records;
  const TableFilter filter(m_filter, kFields);
  const LiveRequests all = requests();
  const std::size_t oldest = all->size() - std::min(all->size(), kSearched);
  for (std::size_t i = all->size(); i-- > oldest && records.size() < kShown;) {
    const LiveRequest& request = (*all)[i];
    if (filter.isEmpty() || filter.matches(searchTextOf(request)))
      records.push_back({static_cast<int>(i), QString::fromStdString(request.title),
                         QString::fromStdString(request.version),
                         m_policy && !showsSessions() ? userOf(request, *m_policy) : QString()});
  }
  m_rows.setRecords(std::move(records));
  emit changed();
}

std::string LiveChoice::searchTextOf(const LiveRequest& request) const {
  QStringList headers;
  for (const auto& [name, value] : request.headers)
    headers << QString::fromStdString(name) + QLatin1Char('=') + QString::fromStdString(value);
  return searchText({m_policy ? userOf(request, *m_policy) : QString::fromStdString(request.title),
                     QString::fromStdString(request.method),
                     QString::fromStdString(request.target).section(QLatin1Char('?'), 0, 0),
                     headerOf(request, QStringLiteral("Host")), headers.join(QStringLiteral(", ")),
                     QString::fromStdString(request.version), QString::fromStdString(request.region),
                     QString::fromStdString(request.client)});
}

QString LiveChoice::title() const {
  if (m_samples == nullptr) return {};
  const QString count = formatCount(requests()->size());
  return showsSessions() ? tr("%1 open sessions").arg(count) : tr("%1 live requests").arg(count);
}

void LiveChoice::pick(int number) {
  const LiveRequests all = requests();
  if (number < 0 || static_cast<std::size_t>(number) >= all->size()) return;
  const int turn = ++m_pick;
  emit picked((*all)[static_cast<std::size_t>(number)]);
  if (!showsSessions()) return;
  const std::shared_ptr<SessionRequests> sessions = m_sessions ? m_sessions : m_feed->sessions(m_service);
  if (sessions == nullptr) return;
  sessions->inquire(static_cast<std::size_t>(number),
                    [self = QPointer(this), turn](const LiveRequest& request) {
                      if (self != nullptr && turn == self->m_pick) emit self->refined(request);
                    });
}

}  // namespace halftone::app
