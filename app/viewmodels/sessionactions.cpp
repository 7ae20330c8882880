// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessionactions.h"

#include <QUrl>
#include <algorithm>
#include <array>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/sessionsfeed.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/sessionplacement.h"

namespace halftone::app {

namespace {

using Scope = MoveWish::Scope;
using Mode = MoveWish::Mode;

constexpr qint64 kRoundUpMs = 999;  // nobody waits for 2 s when it takes 2.7
constexpr int kMaxPerSecond = 10'000;
constexpr int kMaxSeconds = 24 * 3600;
constexpr int kMaxReasonBytes = 100;  // what the nodes take
constexpr std::array<std::pair<const char*, Scope>, 6> kScopes{{{"selection", Scope::Selection},
                                                                {"node", Scope::Node},
                                                                {"version", Scope::Version},
                                                                {"room", Scope::Room},
                                                                {"user", Scope::User},
                                                                {"everybody", Scope::Everybody}}};
constexpr std::array<std::pair<const char*, Mode>, 3> kModes{
    {{"pace", Mode::Pace}, {"deadline", Mode::Deadline}, {"keep", Mode::Keep}}};

template <typename Table, typename Value>
QString nameOf(const Table& table, Value value) {
  for (const auto& [name, entry] : table) {
    if (entry == value) return QString::fromLatin1(name);
  }
  return {};
}

template <typename Table, typename Value>
void find(const Table& table, const QString& name, Value& value) {
  for (const auto& [known, entry] : table) {
    if (name == QLatin1String(known)) value = entry;
  }
}

// What an order is called in the audit, which is not translated.
QString actionOf(const NodeOrder& order) {
  if (order.path == QLatin1String("/v1/kick")) return QStringLiteral("kick sessions");
  if (order.path == QLatin1String("/v1/state"))
    return order.sessions > 0 ? QStringLiteral("drain node") : QStringLiteral("set node's state");
  return order.verb == "DELETE" ? QStringLiteral("stop move") : QStringLiteral("move sessions");
}

QString objectOf(const NodeOrder& order) {
  if (order.sessions == 0) return order.node;
  return QStringLiteral("%1 (%2 sessions)").arg(order.node).arg(order.sessions);
}

QString shortened(QString reason) {
  while (reason.toUtf8().size() > kMaxReasonBytes) reason.chop(1);
  return reason;
}

}  // namespace

SessionActions::SessionActions(SessionsFeed* feed, SessionsTable* table, Session* session, QObject* parent)
    : QObject(parent), m_feed(feed), m_table(table), m_session(session), m_running(new RunningMoves(this)) {
  connect(m_session, &Session::readOnlyChanged, this, &SessionActions::changed);
}

SessionActions::~SessionActions() = default;

SessionsKnown SessionActions::known() const {
  return {m_table->rows(), m_nodes, m_placement.get()};
}

void SessionActions::update(std::shared_ptr<const SessionPlacement> placement) {
  m_placement = std::move(placement);
  m_nodes = m_feed->book().nodes();
  m_running->update(m_nodes, nowMs());
  if (m_drafting) refresh();
}

void SessionActions::refresh() {
  listTargets();
  m_orders = m_kicks ? kickOrders(m_wish.chosen, m_wish.reason, known()) : moveOrders(m_wish, known());
  emit changed();
}

void SessionActions::begin(MoveWish wish) {
  m_wish = std::move(wish);
  m_kicks = false;
  m_drafting = true;
  beginBatch();
  m_error.clear();
  refresh();
}

// What was sent until now is another order: its replies say nothing of this one.
void SessionActions::beginBatch() {
  ++m_batch;
  m_done.clear();
  m_due = 0;
}

void SessionActions::beginMove() {
  MoveWish wish;
  for (const SessionRow& row : m_table->selectedRows()) wish.chosen.insert(row.session->key);
  begin(std::move(wish));
}

void SessionActions::beginDrain(const QString& scope, const QString& target) {
  MoveWish wish;
  wish.scope = Scope::Node;
  find(kScopes, scope, wish.scope);
  wish.target = target;
  wish.closeNodes = wish.scope == Scope::Node;
  begin(std::move(wish));
  if (target.isEmpty()) setScope(scope);
}

void SessionActions::beginCloseDrift() {
  MoveWish wish;
  wish.scope = Scope::Everybody;
  wish.elsewhere = true;
  begin(std::move(wish));
}

void SessionActions::beginKick() {
  beginMove();
  m_kicks = true;
  refresh();
}

void SessionActions::submitMove() {
  if (isReady() && !m_kicks) submit(m_orders);
}

void SessionActions::submitKick() {
  if (isReady() && m_kicks) submit(m_orders);
}

bool SessionActions::refuseReadOnly() {
  if (!isReadOnly()) return false;
  m_error = tr("This connection is for reading only.");
  emit changed();
  return true;
}

void SessionActions::submit(std::vector<NodeOrder> orders) {
  if (refuseReadOnly() || isSending()) return;
  m_error.clear();
  std::erase_if(orders, [this](const NodeOrder& order) { return m_done.contains(order.source); });
  m_due = static_cast<int>(orders.size());
  m_isRefused = false;
  for (const NodeOrder& order : orders) sendOne({order, m_wish.reason, m_batch});
  emit changed();
}

void SessionActions::sendOne(const Sent& sent) {
  const NodeOrder& order = sent.order;
  const auto instance = m_feed->instances().find(order.source);
  const std::string admin = instance == m_feed->instances().end() ? std::string() : instance->second.admin;
  ++m_waiting;
  m_sender.send(order.verb, admin, order.path, order.body,
                [this, sent](const OrderReply& reply) { onReply(sent, reply); });
}

void SessionActions::onReply(const Sent& sent, const OrderReply& reply) {
  --m_waiting;
  const bool isOfDraft = sent.batch == m_batch;
  if (reply.error.isEmpty()) {
    if (isOfDraft) m_done.insert(sent.order.source);
    emit taken(actionOf(sent.order), objectOf(sent.order), sent.reason);
  } else {
    if (isOfDraft) m_isRefused = true;
    if (!m_error.isEmpty()) m_error += QLatin1Char('\n');
    m_error += tr("%1 did not take the order: %2").arg(sent.order.node, reply.error);
  }
  const bool isOver = isOfDraft && --m_due == 0;
  emit changed();
  if (!isOver || m_isRefused) return;
  m_drafting = false;
  m_done.clear();
  emit accepted();
}

void SessionActions::stop(const QString& key) {
  if (refuseReadOnly()) return;
  const auto slash = key.lastIndexOf(QLatin1Char('/'));
  const QString source = key.left(slash);
  const QString id = QString::fromLatin1(QUrl::toPercentEncoding(key.mid(slash + 1)));
  m_error.clear();
  sendOne({{source, source, "DELETE", QStringLiteral("/v1/moves/") + id, {}, 0}, {}, kNoBatch});
}

void SessionActions::reopen(const QString& source) {
  if (refuseReadOnly()) return;
  m_error.clear();
  sendOne({{source, source, "PUT", QStringLiteral("/v1/state"), "{\"state\":\"serving\"}", 0}, {}, kNoBatch});
}

QString SessionActions::scope() const {
  return nameOf(kScopes, m_wish.scope);
}

void SessionActions::setScope(const QString& scope) {
  find(kScopes, scope, m_wish.scope);
  m_wish.closeNodes = m_wish.scope == Scope::Node;
  listTargets();
  if (!m_targets.contains(m_wish.target)) m_wish.target = m_targets.value(0);
  beginBatch();
  refresh();
}

void SessionActions::listTargets() {
  std::set<QString> names;
  for (const NodeStatus& node : m_nodes) {
    if (m_wish.scope == Scope::Node) names.insert(node.node);
    if (m_wish.scope == Scope::Version) names.insert(node.version);
  }
  const QStringList list(names.begin(), names.end());
  if (std::exchange(m_targets, list) != list) emit targetsChanged();
}

template <typename Value>
void SessionActions::change(Value& value, Value wanted) {
  if (std::exchange(value, wanted) == wanted) return;
  beginBatch();
  refresh();
}

void SessionActions::setTarget(const QString& target) {
  change(m_wish.target, target);
}
QString SessionActions::mode() const {
  return nameOf(kModes, m_wish.mode);
}
void SessionActions::setMode(const QString& name) {
  Mode wanted = m_wish.mode;
  find(kModes, name, wanted);
  change(m_wish.mode, wanted);
}
void SessionActions::setPerSecond(int perSecond) {
  change(m_wish.perSecond, std::clamp(perSecond, 1, kMaxPerSecond));
}
void SessionActions::setWithinSeconds(int seconds) {
  change(m_wish.withinSeconds, std::clamp(seconds, 1, kMaxSeconds));
}
void SessionActions::setJitterPercent(int percent) {
  change(m_wish.jitterPercent, std::clamp(percent, 0, 100));
}
void SessionActions::setSharePercent(int percent) {
  change(m_wish.sharePercent, std::clamp(percent, 1, 100));
}
void SessionActions::setElsewhere(bool elsewhere) {
  change(m_wish.elsewhere, elsewhere);
}
void SessionActions::setCloseNodes(bool close) {
  change(m_wish.closeNodes, close);
}
void SessionActions::setReason(const QString& reason) {
  change(m_wish.reason, shortened(reason));
}

bool SessionActions::canClose() const {
  return m_wish.scope == Scope::Node || m_wish.scope == Scope::Version;
}

QString SessionActions::effect() const {
  const int nodes = static_cast<int>(m_orders.size());
  if (nodes == 0) return tr("Nobody is meant.");
  return tr("%1 on %2")
      .arg(tr("%n session(s)", nullptr, static_cast<int>(sessions())), tr("%n node(s)", nullptr, nodes));
}

QString SessionActions::projection() const {
  if (m_wish.mode == Mode::Keep) return tr("Nobody is moved: the sessions end by themselves.");
  const qint64 ms = durationMs(m_wish, sessions());
  const qint64 now = nowMs();
  if (sessions() == 0) return {};
  return tr("Takes %1, ends at %2 if it begins now.")
      .arg(formatDuration(ms + kRoundUpMs), formatTime(now + ms, now));
}

bool SessionActions::isReady() const {
  return m_drafting && !m_orders.empty() && !isSending();
}

QString SessionActions::kickText() const {
  return tr("%n session(s) will be closed for good. Their clients are not told to come back.", nullptr,
            static_cast<int>(sessions()));
}

bool SessionActions::isReadOnly() const {
  return m_session->isReadOnly();
}

void SessionActions::retranslate() {
  m_running->update(m_nodes, nowMs());
  emit changed();
}

}  // namespace halftone::app
