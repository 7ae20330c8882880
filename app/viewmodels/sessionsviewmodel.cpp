// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessionsviewmodel.h"

#include <QDateTime>
#include <chrono>
#include <utility>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/sessionsfeed.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/sessionstable.h"
#include "app/viewmodels/versioncolors.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

constexpr std::chrono::seconds kKeepListening{60};

QVariantMap part(const QString& version, double share) {
  return {{QStringLiteral("version"), version}, {QStringLiteral("share"), share}};
}

}  // namespace

SessionsViewModel::SessionsViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_policies(feeds.policies),
      m_colors(feeds.colors),
      m_feed(std::make_unique<SessionsFeed>(feeds.consul->endpoint())),
      m_table(new SessionsTable(this)),
      m_versions(new RecordModel({QStringLiteral("version"), QStringLiteral("sessions"),
                                  QStringLiteral("share"), QStringLiteral("wanted"), QStringLiteral("drift")},
                                 this)),
      m_service(new ServiceChoice(feeds, this)) {
  m_second.setInterval(std::chrono::seconds(1));
  m_leave.setInterval(kKeepListening);
  m_leave.setSingleShot(true);
  connect(&m_second, &QTimer::timeout, this, [this] {
    m_table->setNow(QDateTime::currentMSecsSinceEpoch());
    if (!m_paused) m_table->refreshTexts();
    updateState();
  });
  connect(&m_leave, &QTimer::timeout, this, [this] {
    m_listening = false;
    m_feed->follow({});
  });
  connect(this, &PageViewModel::shownChanged, this, &SessionsViewModel::onShown);
  connect(m_service, &ServiceChoice::currentChanged, this, &SessionsViewModel::followService);
  connect(m_feed.get(), &SessionsFeed::changed, this, &SessionsViewModel::update);
  connect(m_policies, &PolicyFeed::policyChanged, this, &SessionsViewModel::readWanted);
  connect(m_consul, &ConsulConnection::stateChanged, this, &SessionsViewModel::updateState);
  connect(m_table, &FlatTable::countsChanged, this, &SessionsViewModel::summaryChanged);
  connect(m_table, &FlatTable::filterChanged, this, &SessionsViewModel::summaryChanged);
}

SessionsViewModel::~SessionsViewModel() = default;

FlatTable* SessionsViewModel::table() const {
  return m_table;
}

void SessionsViewModel::onShown() {
  if (isShown()) {
    m_leave.stop();
    m_second.start();
    m_listening = true;
    followService();
    update();
  } else {
    m_second.stop();
    m_leave.start();
  }
}

void SessionsViewModel::followService() {
  readWanted();
  if (m_listening) m_feed->follow(m_service->current());
  updateState();
}

void SessionsViewModel::setPaused(bool paused) {
  if (std::exchange(m_paused, paused) == paused) return;
  emit pausedChanged();
  update();
}

void SessionsViewModel::filterVersion(const QString& version) {
  const QString term = TableFilter::exactly(QStringLiteral("version"), version);
  const QString before = m_table->filter().trimmed();
  QString after = before;
  after.remove(term);
  if (after == before) after += QLatin1Char(' ') + term;
  m_table->setFilter(after.simplified());
}

void SessionsViewModel::update() {
  updateState();
  if (!isShown() || m_paused) return;
  std::vector<SessionRow> rows;
  rows.reserve(m_feed->book().size());
  for (SessionBook::Row& row : m_feed->book().rows()) rows.push_back({std::move(row.session), row.stale});
  m_table->setNow(QDateTime::currentMSecsSinceEpoch());
  m_table->setRows(std::move(rows));
  updateSummary();
}

void SessionsViewModel::updateState() {
  if (m_service->current().isEmpty()) {
    // Whether there is a service to follow is Consul's to say.
    if (m_consul->state() == ConsulConnection::State::Live && m_policies->isLoaded()) {
      setState(State::Ready);
    } else {
      const QString why = m_consul->error();
      setState(why.isEmpty() ? State::Loading : State::Failed,
               why.isEmpty() ? tr("Waiting for Consul") : failedText(why));
    }
    return;
  }
  const FeedStatus status = m_feed->status();
  setState(pageState(status), statusText(status, QDateTime::currentMSecsSinceEpoch()));
}

void SessionsViewModel::readWanted() {
  m_wantedShares.clear();
  const auto stored = m_policies->policy(m_service->current());
  if (const auto policy = codec::readPolicy(stored ? stored->text : std::string())) {
    for (const policy::Share& share : policy->defaultRule.split) {
      m_wantedShares[QString::fromStdString(share.version)] += share.weight.percent() / 100;
    }
  }
  updateSummary();
}

void SessionsViewModel::updateSummary() {
  std::map<QString, quint64> open;
  for (const auto& [version, share] : m_wantedShares) open[version] = 0;
  for (const SessionRow& row : m_table->rows()) ++open[row.session->version];
  const auto total = static_cast<double>(m_table->rows().size());

  std::vector<RecordModel::Record> records;
  QStringList names;
  m_wanted.clear();
  m_open.clear();
  for (const auto& [version, count] : open) {
    names << version;
    const double share = total > 0 ? static_cast<double>(count) / total : 0;
    const auto want = m_wantedShares.find(version);
    const bool known = want != m_wantedShares.end();
    const double drift = known ? share - want->second : 0;
    records.push_back({version, formatCount(count), total > 0 ? formatPercent(share) : formatPercent(qQNaN()),
                       known ? formatPercent(want->second, 2) : formatPercent(qQNaN()),
                       known && total > 0 ? formatPoints(drift) : formatPercent(qQNaN())});
    m_open << part(version, share);
    if (known) m_wanted << part(version, want->second);
  }
  m_colors->add(names);
  m_versions->setRecords(std::move(records));
  emit summaryChanged();
}

QString SessionsViewModel::countText() const {
  const auto shown = static_cast<quint64>(m_table->shown());
  const auto total = static_cast<quint64>(m_table->total());
  if (shown == total) return formatCount(total);
  return tr("%1 of %2").arg(formatCount(shown), formatCount(total));
}

QString SessionsViewModel::nodesText() const {
  const QString nodes = tr("%1 of %2 nodes heard").arg(m_feed->heardCount()).arg(m_feed->nodeCount());
  if (!m_feed->book().truncated()) return nodes;
  return nodes + QStringLiteral(" \u00b7 ") +
         tr("only the first %1 sessions").arg(formatCount(SessionBook::kMaxSessions));
}

QString SessionsViewModel::emptyText() const {
  if (m_table->shown() > 0) return {};
  if (m_table->total() > 0) return tr("No session fits this filter.");
  if (m_service->current().isEmpty()) return tr("No service has a policy or a proxy yet.");
  if (m_feed->nodeCount() == 0) return tr("No node of this service tells its sessions.");
  return tr("No session is open.");
}

void SessionsViewModel::retranslate() {
  m_table->retranslate();
  updateState();
  updateSummary();
}

}  // namespace halftone::app
