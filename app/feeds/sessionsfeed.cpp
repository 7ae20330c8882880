// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/sessionsfeed.h"

#include <QDateTime>
#include <QPointer>
#include <algorithm>
#include <set>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/streamsocket.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kNotifyPause{250};
constexpr int kMaxNodes = 256;
// Frames of one node that wait to be parsed; a node that sends faster is cut off.
constexpr int kMaxPending = 32;

}  // namespace

struct SessionsFeed::Node {
  QString id;
  std::unique_ptr<StreamSocket> socket;
  QTimer grace;
  // Frames of an earlier connection that are still being parsed are not for this one.
  quint64 connection = 0;
  int pending = 0;
};

SessionsFeed::SessionsFeed(consul::Endpoint endpoint, QObject* parent)
    : QObject(parent), m_endpoint(std::move(endpoint)) {
  m_parser.setMaxThreadCount(1);  // frames of a node must stay in order
  m_notify.setSingleShot(true);
  m_notify.setInterval(kNotifyPause);
  connect(&m_notify, &QTimer::timeout, this, &SessionsFeed::changed);
}

SessionsFeed::~SessionsFeed() {
  m_parser.waitForDone();
}

void SessionsFeed::follow(const QString& service) {
  if (m_service == service) return;
  m_service = service;
  m_watch.reset();
  m_instances.clear();
  m_nodes.clear();
  m_book.clear();
  m_known = false;
  m_failure.clear();
  m_streamFailure.clear();
  notify();
  if (service.isEmpty()) return;
  const QString name = QString::fromLatin1(QUrl::toPercentEncoding(service));
  m_watch =
      std::make_unique<consul::Watch>(m_endpoint, QStringLiteral("/v1/health/service/") + name, QString());
  connect(m_watch.get(), &consul::Watch::changed, this, &SessionsFeed::onInstances);
  connect(m_watch.get(), &consul::Watch::failed, this, [this](const Error& error) {
    m_failure = QString::fromStdString(error.message);
    notify();
  });
  connect(m_watch.get(), &consul::Watch::recovered, this, [this] {
    m_failure.clear();
    notify();
  });
  m_watch->start();
}

void SessionsFeed::onInstances(const consul::Answer& answer) {
  const auto instances = consul::parseInstances(answer.body);
  if (!instances) {
    m_failure = QString::fromStdString(instances.error().message);
    notify();
    return;
  }
  m_known = true;
  m_failure.clear();
  m_lastGoodMs = nowMs();
  std::set<QString> alive;
  m_instances.clear();
  for (const consul::Instance& instance : *instances) {
    const auto admin = instance.meta.find("admin");
    m_instances[QString::fromStdString(instance.id)] = {
        admin == instance.meta.end() ? std::string() : admin->second, instance.meta, instance.tags,
        instance.inService()};
    // A node in maintenance keeps its sessions until they leave.
    if (admin == instance.meta.end() || instance.state() == consul::CheckState::Critical) continue;
    const auto stream = streamUrl(admin->second);
    if (!stream || alive.size() == kMaxNodes) continue;
    const QString id = QString::fromStdString(instance.id);
    alive.insert(id);
    addNode(id, *stream);
  }
  std::vector<QString> gone;
  for (const auto& [id, node] : m_nodes) {
    if (!alive.contains(id)) gone.push_back(id);
  }
  for (const QString& id : gone) forget(id);
  notify();
}

void SessionsFeed::addNode(const QString& id, const QUrl& stream) {
  const auto known = m_nodes.find(id);
  if (known != m_nodes.end()) {
    if (known->second->socket->url() == stream) return;
    forget(id);  // the same name at another address is another process
  }
  auto node = std::make_unique<Node>();
  node->id = id;
  node->connection = ++m_connections;
  node->socket = std::make_unique<StreamSocket>(stream);
  node->grace.setSingleShot(true);
  node->grace.setInterval(kGrace);
  Node* raw = node.get();
  connect(&node->grace, &QTimer::timeout, this, [this, id] {
    m_book.drop(id);
    notify();
  });
  connect(node->socket.get(), &StreamSocket::opened, this, [this, raw] {
    raw->connection = ++m_connections;
    raw->grace.stop();
    m_streamFailure.clear();
    notify();
  });
  connect(node->socket.get(), &StreamSocket::received, this,
          [this, raw](const QString& text) { onText(raw, text); });
  connect(node->socket.get(), &StreamSocket::lost, this,
          [this, raw](const QString& reason) { onLost(raw, reason); });
  m_nodes.emplace(id, std::move(node));
  raw->socket->start();
}

void SessionsFeed::forget(const QString& id) {
  m_book.drop(id);
  m_nodes.erase(id);
}

void SessionsFeed::onLost(Node* node, const QString& reason) {
  m_book.markStale(node->id);
  node->connection = ++m_connections;
  node->grace.start();
  m_streamFailure = reason;
  notify();
}

void SessionsFeed::onText(Node* node, const QString& text) {
  if (node->pending == kMaxPending) {
    node->socket->reject(tr("the node sends faster than its frames can be read"));
    return;
  }
  ++node->pending;
  const qint64 now = nowMs();
  // The pool is joined in the destructor, so that the posted call never finds this object gone.
  m_parser.start([this, id = node->id, connection = node->connection, text, now] {
    auto frame = readSessionsFrame(text.toUtf8(), id, now);
    QMetaObject::invokeMethod(
        this, [this, id, connection, frame = std::move(frame)] { onFrame(id, connection, frame); },
        Qt::QueuedConnection);
  });
}

void SessionsFeed::onFrame(const QString& id, quint64 connection, const Result<SessionsFrame>& frame) {
  const auto it = m_nodes.find(id);
  if (it == m_nodes.end()) return;
  Node& node = *it->second;
  node.pending = std::max(0, node.pending - 1);
  if (node.connection != connection) return;
  if (frame && m_book.apply(id, *frame)) {
    m_lastGoodMs = nowMs();
  } else {
    // Only a new connection brings a full frame.
    node.socket->reject(frame ? tr("the node lost its thread")
                              : QString::fromStdString(frame.error().message));
  }
  notify();
}

int SessionsFeed::heardCount() const {
  return static_cast<int>(std::count_if(m_nodes.begin(), m_nodes.end(), [this](const auto& entry) {
    return entry.second->socket->isOpen() && m_book.knows(entry.first);
  }));
}

FeedStatus SessionsFeed::status() const {
  using State = FeedStatus::State;
  if (!m_known) return {m_failure.isEmpty() ? State::Loading : State::Failed, m_failure, 0};
  if (m_nodes.empty()) return {m_failure.isEmpty() ? State::Ready : State::Stale, m_failure, m_lastGoodMs};
  // While streams are open their sessions are live, whatever Consul does.
  if (heardCount() > 0) return {State::Ready, {}, m_lastGoodMs};
  if (m_book.size() > 0) return {State::Stale, m_streamFailure, m_lastGoodMs};
  return {m_streamFailure.isEmpty() ? State::Loading : State::Failed, m_streamFailure, 0};
}

void SessionsFeed::notify() {
  if (!m_notify.isActive()) m_notify.start();
}

}  // namespace halftone::app
