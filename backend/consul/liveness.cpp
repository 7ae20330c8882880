// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/liveness.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <map>
#include <utility>

#include "backend/consul/exchange.h"

namespace halftone::consul {

std::shared_ptr<Liveness> Liveness::of(const Endpoint& endpoint, std::size_t turn) {
  // The token is no part of the key: whoever is refused was answered.
  thread_local std::map<QUrl, std::weak_ptr<Liveness>> all;
  std::erase_if(all, [](const auto& entry) { return entry.second.expired(); });
  std::weak_ptr<Liveness>& known = all[addressOf(endpoint, turn)];
  auto liveness = known.lock();
  if (!liveness) {
    liveness = std::make_shared<Liveness>(endpoint, turn);
    known = liveness;
  }
  return liveness;
}

Liveness::Liveness(const Endpoint& endpoint, std::size_t turn)
    : m_endpoint(endpoint), m_turn(turn), m_network(std::make_unique<QNetworkAccessManager>()) {
  m_network->setProxy(QNetworkProxy::NoProxy);
  m_quiet.setSingleShot(true);
  connect(&m_quiet, &QTimer::timeout, this, &Liveness::ask);
  m_quiet.start(kQuiet);
}

Liveness::~Liveness() {
  if (!m_reply) return;
  m_reply->disconnect(this);
  m_reply->abort();
}

void Liveness::heard() {
  m_heardMeanwhile = true;
  if (!m_reply) m_quiet.start(kQuiet);
}

void Liveness::ask() {
  m_heardMeanwhile = false;
  QNetworkReply* sent =
      m_network->get(makeRequest(m_endpoint, m_turn, QStringLiteral("/v1/status/leader"), {}, kPatience));
  limitAnswer(sent);
  m_reply = sent;
  connect(
      sent, &QNetworkReply::finished, this, [this, sent = QPointer(sent)] { settled(sent); },
      Qt::QueuedConnection);
}

void Liveness::settled(QNetworkReply* finished) {
  if (finished == nullptr || finished != m_reply) return;
  const Result<Answer> answer = readAnswer(*finished);
  m_reply->deleteLater();
  m_reply.clear();
  m_quiet.start(kQuiet);
  // Refused or broken connections break those of the watches too, which tell of it themselves.
  const bool isSilent = !answer && answer.error().code == ErrorCode::Timeout && !m_heardMeanwhile;
  if (isSilent) emit silent(answer.error());
}

}  // namespace halftone::consul
