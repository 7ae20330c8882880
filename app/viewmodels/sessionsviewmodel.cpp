// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessionsviewmodel.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QSet>
#include <QUrl>
#include <algorithm>
#include <chrono>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/identityfeed.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/sessionsfeed.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/sessionstable.h"
#include "app/viewmodels/versioncolors.h"

namespace halftone::app {

namespace {

Q_LOGGING_CATEGORY(lcSessions, "halftone.sessions")

constexpr std::chrono::seconds kKeepListening{60};
constexpr int kDriftSeconds = 3;
constexpr int kAccountSeconds = 2;

QVariantMap part(const QString& version, double share) {
  return {{QStringLiteral("version"), version}, {QStringLiteral("share"), share}};
}

}  // namespace

SessionsViewModel::SessionsViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_session(feeds.session),
      m_consul(feeds.consul),
      m_policies(feeds.policies),
      m_colors(feeds.colors),
      m_feed(std::make_unique<SessionsFeed>(feeds.consul->endpoint())),
      m_table(new SessionsTable(this)),
      m_versions(new RecordModel({QStringLiteral("version"), QStringLiteral("sessions"),
                                  QStringLiteral("share"), QStringLiteral("wanted"), QStringLiteral("drift")},
                                 this)),
      m_service(new ServiceChoice(feeds, this)),
      m_detail(new SessionDetail(this)),
      m_actions(new SessionActions(m_feed.get(), m_table, feeds.session, this)),
      m_drift(new SessionDrift(this)),
      m_frames(new SessionFrames(m_feed.get(), this)),
      m_who(feeds.who),
      m_audit(feeds.consul->client()) {
  m_second.setInterval(std::chrono::seconds(1));
  m_leave.setInterval(kKeepListening);
  m_leave.setSingleShot(true);
  connect(&m_second, &QTimer::timeout, this, [this] {
    m_table->setNow(nowMs());
    if (!m_paused) {
      m_table->refilter();
      m_table->refreshTexts();
    }
    updateDetail();
    m_actions->update(m_placement);
    if (++m_seconds % kDriftSeconds == 0) updateDrift();
    if (m_seconds % kAccountSeconds == 0) askForAccount();
    updateState();
  });
  connect(&m_leave, &QTimer::timeout, this, [this] {
    m_listening = false;
    m_feed->follow({});
  });
  connect(this, &PageViewModel::shownChanged, this, &SessionsViewModel::onShown);
  connect(m_service, &ServiceChoice::currentChanged, this, [this] {
    followService();
    if (std::exchange(m_followed, m_service->current()) != m_service->current())
      setPaused(false);  // what stands still is of the other service
  });
  connect(m_feed.get(), &SessionsFeed::changed, this, &SessionsViewModel::update);
  connect(m_policies, &PolicyFeed::policyChanged, this, &SessionsViewModel::readPolicy);
  connect(m_consul, &ConsulConnection::stateChanged, this, &SessionsViewModel::updateState);
  connect(m_table, &FlatTable::countsChanged, this, &SessionsViewModel::summaryChanged);
  connect(m_table, &FlatTable::selectionChanged, this, &SessionsViewModel::selectionChanged);
  connect(m_table, &FlatTable::currentChanged, this, [this] {
    updateDetail();
    askForAccount();
  });
  connect(m_actions, &SessionActions::taken, this, &SessionsViewModel::recordAct);
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
    m_frames->stop();
  }
}

void SessionsViewModel::followService() {
  readPolicy();
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
  if (after == before) {
    // A bare "or" would take the term into its last part.
    after += QLatin1Char(' ') + term;
    const auto root = parseFilter(after, {}).root;
    if (root && root->kind == FilterNode::Kind::Any) after = QStringLiteral("(%1) %2").arg(before, term);
  }
  m_table->setFilter(after.simplified());
}

void SessionsViewModel::update() {
  updateState();
  if (!isShown() || m_paused) return;
  std::vector<SessionRow> rows;
  rows.reserve(m_feed->book().size());
  for (SessionBook::Row& row : m_feed->book().rows()) rows.push_back({std::move(row.session), row.stale});
  m_table->setNow(nowMs());
  const bool first = m_table->total() == 0;
  m_table->setRows(std::move(rows));
  if (m_placement) m_placement->setInstances(m_feed->instances());
  updateSummary();
  updateDetail();
  if (first) updateDrift();
  m_actions->update(m_placement);
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
  setState(pageState(status), statusText(status, nowMs()));
}

void SessionsViewModel::readPolicy() {
  m_wantedShares.clear();
  const auto stored = m_policies->policy(m_service->current());
  m_placement = stored ? SessionPlacement::of(stored->text) : nullptr;
  m_revision = stored ? stored->revision : 0;
  if (m_placement) {
    m_placement->setInstances(m_feed->instances());
    for (const policy::Share& share : m_placement->policy().defaultRule.split)
      m_wantedShares[QString::fromStdString(share.version)] += share.weight.percent() / 100;
  }
  m_table->setPlacement(m_placement);
  m_table->refilter();
  updateSummary();
  updateDetail();
  updateDrift();
}

// Without the nodes' figures it takes a decision for each session: then every few seconds must do.
void SessionsViewModel::updateDrift() {
  // Who is in service may have changed since.
  m_table->setPlacement(m_placement);
  const std::vector<NodeStatus> nodes = m_feed->book().nodes();
  m_drift->update({m_table->rows(), nodes, m_placement.get()}, m_revision);
}

const SessionRow* SessionsViewModel::currentRow() const {
  const std::string id = m_table->currentId().toStdString();
  const std::vector<SessionRow>& rows = m_table->rows();
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&id](const SessionRow& other) { return other.session->key == id; });
  return row == rows.end() ? nullptr : &*row;
}

void SessionsViewModel::watchCurrent() {
  if (const SessionRow* row = currentRow()) m_frames->follow(row->session);
}

void SessionsViewModel::recordAct(const QString& action, const QString& object, const QString& why) {
  const store::Actor actor = m_who ? m_who->actor() : store::Actor::ofThisProcess("console");
  const store::Act act{action.toStdString(), m_service->current().toStdString(), object.toStdString(), actor,
                       why.toStdString()};
  // The node has done it: an audit that cannot be written takes nothing back.
  m_audit.record(act, this, [](const Result<void>& written) {
    if (!written) qCWarning(lcSessions, "audit: %s", written.error().toString().c_str());
  });
}

// Now and then again: the policy may decide otherwise meanwhile.
void SessionsViewModel::askForAccount() {
  const SessionRow* row = isShown() ? currentRow() : nullptr;
  if (!row || row->stale) return;
  const auto node = m_feed->instances().find(row->session->source);
  if (node == m_feed->instances().end()) return;
  m_inquiries.inquire(node->second.admin, row->session->id,
                      [this, key = row->session->key](std::optional<SessionAccount> account) {
                        if (!account && m_accountKey == key) return;  // what was told stays until it ends
                        m_accountKey = key;
                        m_account =
                            account ? std::make_shared<const SessionAccount>(std::move(*account)) : nullptr;
                        updateDetail();
                      });
}

void SessionsViewModel::updateDetail() {
  if (m_table->currentId().isEmpty()) return m_detail->clear();
  const SessionRow* row = currentRow();
  SessionDetail::Surroundings around;
  around.placement = m_placement;
  around.revision = m_revision;
  around.language =
      m_session->language() == QLatin1String("zh") ? policy::Language::Chinese : policy::Language::English;
  around.nowMs = nowMs();
  if (!row) return m_detail->show(nullptr, around);
  around.stale = row->stale;
  if (m_accountKey == row->session->key) around.account = m_account;
  around.nodeState = m_feed->book().stateOf(row->session->source);
  m_detail->show(row->session, around);
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

QStringList SessionsViewModel::users(qsizetype most) const {
  QSet<QString> seen;
  QStringList users;
  for (const SessionRow& row : m_table->rows()) {
    if (users.size() >= most) break;
    const QString& user = row.session->user;
    if (user.isEmpty() || seen.contains(user)) continue;
    seen.insert(user);
    users << user;
  }
  return users;
}

QString SessionsViewModel::selectionText() const {
  const int count = m_table->selectedCount();
  return count == 0 ? QString() : tr("%1 selected").arg(formatCount(static_cast<quint64>(count)));
}

void SessionsViewModel::retranslate() {
  m_actions->retranslate();
  emit selectionChanged();
  m_table->retranslate();
  updateState();
  updateSummary();
  updateDetail();
  updateDrift();
}

}  // namespace halftone::app
