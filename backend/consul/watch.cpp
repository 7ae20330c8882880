// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/watch.h"

#include <QLoggingCategory>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>
#include <algorithm>
#include <optional>
#include <vector>

#include "backend/consul/exchange.h"
#include "backend/consul/liveness.h"
#include "backend/consul/pace.h"

namespace halftone::consul {

namespace {

Q_LOGGING_CATEGORY(logWatch, "halftone.consul.watch", QtWarningMsg)

constexpr std::chrono::seconds kWait{60};
// Consul adds up to a sixteenth of the wait (contract, section 2); the rest is for the way.
constexpr std::chrono::seconds kBlockedTimeout = kWait + kWait / 16 + std::chrono::seconds{7};
constexpr std::chrono::seconds kPlainTimeout{10};

// A QNetworkAccessManager opens six connections for a host and costs a thread, so up to five watches of one
// thread share one: each keeps its connection, and none waits for another.
constexpr long kWatchesForOneNetwork = 5;

std::shared_ptr<QNetworkAccessManager> sharedNetwork() {
  thread_local std::vector<std::weak_ptr<QNetworkAccessManager>> pool;
  std::erase_if(pool, [](const auto& network) { return network.expired(); });
  const auto free = std::ranges::find_if(
      pool, [](const auto& network) { return network.use_count() < kWatchesForOneNetwork; });
  if (free != pool.end()) return free->lock();
  auto network = std::make_shared<QNetworkAccessManager>();
  network->setProxy(QNetworkProxy::NoProxy);
  pool.push_back(network);
  return network;
}

}  // namespace

struct Watch::State {
  Watch* watch;
  Endpoint endpoint;
  QString path;
  QString query;

  std::shared_ptr<QNetworkAccessManager> network;  // while started
  std::size_t turn = 0;                            // which address is asked
  QPointer<QNetworkReply> reply;                   // while one is under way
  bool blocking = false;                           // that it may wait for a change
  std::shared_ptr<Liveness> liveness;              // of the address asked last
  QTimer* timer = nullptr;                         // to the next request

  IndexTracker index;
  TokenBucket bucket;
  Backoff backoff;
  std::optional<Answer> last;
  std::optional<Error> failure;

  void ask();
  void settled(QNetworkReply* finished);
  void answered(Answer answer);
  void failedWith(const Error& error);
  void dropReply();
  void attend();
};

void Watch::State::ask() {
  const std::uint64_t after = index.next();
  QString all = query;
  if (after > 0) {
    if (!all.isEmpty()) all += QLatin1Char('&');
    all += QStringLiteral("index=%1&wait=%2s").arg(after).arg(kWait.count());
  }
  QNetworkReply* sent =
      network->get(makeRequest(endpoint, turn, path, all, after > 0 ? kBlockedTimeout : kPlainTimeout));
  limitAnswer(sent);
  reply = sent;
  blocking = after > 0;
  attend();
  // Queued, so that whoever is told may stop or destroy this watch without pulling the network from under
  // its own call.
  QObject::connect(
      sent, &QNetworkReply::finished, watch, [this, sent = QPointer(sent)] { settled(sent); },
      Qt::QueuedConnection);
}

void Watch::State::settled(QNetworkReply* finished) {
  if (finished == nullptr || finished != reply) return;  // stopped in between
  Result<Answer> answer = readAnswer(*finished);
  dropReply();
  if (answer) {
    liveness->heard();
    answered(std::move(*answer));
  } else {
    failedWith(answer.error());
  }
}

void Watch::State::answered(Answer answer) {
  index.answered(answer.index);
  backoff.reset();
  timer->start(bucket.take(TokenBucket::Moment::clock::now()));

  const bool wasFailing = std::exchange(failure, std::nullopt).has_value();
  const bool differs = !last || last->status != answer.status || last->body != answer.body;
  last = answer;
  const QPointer<Watch> alive = watch;
  if (wasFailing) emit watch->recovered();
  if (alive && network && differs) emit alive->changed(answer);
}

void Watch::State::failedWith(const Error& error) {
  index.failed();
  ++turn;
  timer->start(backoff.next(QRandomGenerator::global()->generateDouble()));

  if (failure && failure->code == error.code && failure->message == error.message) return;
  failure = error;
  qCDebug(logWatch) << path << QString::fromStdString(error.toString());
  emit watch->failed(error);
}

// While this watch waits, somebody has to find out whether there is anyone left to answer it.
void Watch::State::attend() {
  std::shared_ptr<Liveness> wanted = Liveness::of(endpoint, turn);
  if (liveness == wanted) return;
  if (liveness) liveness->disconnect(watch);
  liveness = std::move(wanted);
  const auto giveUp = [this, of = liveness.get()](const Error& error) {
    // Queued: meanwhile it may have been answered, stopped, or sent to another address.
    if (!reply || reply->isFinished() || !blocking || of != liveness.get()) return;
    dropReply();
    failedWith(error);
  };
  QObject::connect(liveness.get(), &Liveness::silent, watch, giveUp, Qt::QueuedConnection);
}

void Watch::State::dropReply() {
  if (!reply) return;
  reply->disconnect(watch);
  reply->abort();
  reply->deleteLater();
  reply.clear();
}

Watch::Watch(Endpoint endpoint, QString path, QString query, QObject* parent)
    : QObject(parent), m_state(std::make_unique<State>()) {
  m_state->watch = this;
  m_state->endpoint = std::move(endpoint);
  m_state->path = std::move(path);
  m_state->query = std::move(query);
  m_state->timer = new QTimer(this);
  m_state->timer->setSingleShot(true);
  connect(m_state->timer, &QTimer::timeout, this, [state = m_state.get()] { state->ask(); });
}

Watch::~Watch() {
  stop();
}

void Watch::start() {
  if (m_state->network) return;
  m_state->network = sharedNetwork();
  m_state->index = {};
  m_state->backoff.reset();
  m_state->last.reset();
  m_state->failure.reset();
  m_state->ask();
}

void Watch::stop() {
  m_state->timer->stop();
  m_state->dropReply();
  if (m_state->liveness) m_state->liveness->disconnect(this);
  m_state->liveness.reset();
  m_state->network.reset();
}

}  // namespace halftone::consul
