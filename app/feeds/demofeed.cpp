// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/demofeed.h"

#include <QDateTime>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/pagefetch.h"
#include "app/feeds/streamsocket.h"
#include "backend/consul/instances.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

constexpr int kPutTimeoutMs = 5000;
constexpr qint64 kMaxErrorText = 500;
constexpr qint64 kMaxAnswer = 1024 * 1024;

QByteArray bytes(const nlohmann::json& value) {
  return QByteArray::fromStdString(value.dump());
}

QString encoded(const QString& segment) {
  return QString::fromLatin1(QUrl::toPercentEncoding(segment));
}

}  // namespace

DemoFeed::DemoFeed(consul::Endpoint endpoint, QObject* parent)
    : QObject(parent), m_endpoint(std::move(endpoint)), m_network(new QNetworkAccessManager(this)) {}

DemoFeed::~DemoFeed() = default;

void DemoFeed::start() {
  if (m_watch) return;
  m_watch = std::make_unique<consul::Watch>(m_endpoint, QStringLiteral("/v1/health/service/halftone-demo"),
                                            QString());
  connect(m_watch.get(), &consul::Watch::changed, this, &DemoFeed::onInstances);
  connect(m_watch.get(), &consul::Watch::failed, this, [this](const Error& error) {
    m_consulFailure = QString::fromStdString(error.message);
    emit changed();
  });
  connect(m_watch.get(), &consul::Watch::recovered, this, [this] {
    m_consulFailure.clear();
    emit changed();
  });
  m_watch->start();
}

void DemoFeed::onInstances(const consul::Answer& answer) {
  const auto instances = consul::parseInstances(answer.body);
  m_consulFailure = instances ? QString() : QString::fromStdString(instances.error().message);
  m_known = m_known || instances.has_value();
  std::string admin;
  if (instances) {
    // A demo that was killed stays in Consul for a while: prefer one that lives.
    const auto usable =
        std::find_if(instances->begin(), instances->end(), [](const consul::Instance& instance) {
          return instance.inService() && instance.meta.contains("admin");
        });
    if (usable != instances->end()) admin = usable->meta.at("admin");
  }
  connectTo(admin);
  emit changed();
}

void DemoFeed::connectTo(const std::string& admin) {
  if (admin == m_admin) return;
  m_admin = admin;
  m_socket.reset();
  m_state = {};
  m_hasState = false;
  m_streamFailure.clear();
  const auto stream = streamUrl(admin);
  if (!stream) return;
  m_socket = std::make_unique<StreamSocket>(*stream);
  connect(m_socket.get(), &StreamSocket::received, this, [this](const QString& text) {
    auto state = readDemoState(text.toUtf8());
    if (!state) {
      m_socket->reject(QString::fromStdString(state.error().message));
      return;
    }
    m_state = std::move(*state);
    m_hasState = true;
    m_streamFailure.clear();
    m_lastGoodMs = nowMs();
    emit changed();
  });
  connect(m_socket.get(), &StreamSocket::lost, this, [this](const QString& reason) {
    m_streamFailure = reason;
    emit changed();
  });
  m_socket->start();
}

FeedStatus DemoFeed::status() const {
  using State = FeedStatus::State;
  if (m_hasState) {
    return m_streamFailure.isEmpty() ? FeedStatus{State::Ready, {}, m_lastGoodMs}
                                     : FeedStatus{State::Stale, m_streamFailure, m_lastGoodMs};
  }
  if (m_socket) return {m_streamFailure.isEmpty() ? State::Loading : State::Failed, m_streamFailure, 0};
  if (!m_known) return {m_consulFailure.isEmpty() ? State::Loading : State::Failed, m_consulFailure, 0};
  return {State::Ready, {}, m_lastGoodMs};
}

void DemoFeed::setUsers(int users) {
  put(QStringLiteral("/v1/demo/crowd"), bytes({{"users", users}}));
}

void DemoFeed::act(const QString& process, const QString& action) {
  put(QStringLiteral("/v1/demo/processes/") + encoded(process), bytes({{"action", action.toStdString()}}));
}

void DemoFeed::setFaults(const DemoFaults& faults) {
  put(QStringLiteral("/v1/demo/faults/") + encoded(faults.version),
      bytes({{"errorRate", faults.errorRate}, {"latencyMs", faults.latencyMs}}));
}

void DemoFeed::put(const QString& path, const QByteArray& body) {
  if (m_endpoint.readOnly) {
    emit acted(tr("this connection is read-only"));
    return;
  }
  const auto url = adminUrl(m_admin, path);
  if (!url) {
    emit acted(tr("no demo is running"));
    return;
  }
  QNetworkRequest request(*url);
  request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
  request.setTransferTimeout(kPutTimeoutMs);
  QNetworkReply* reply = m_network->put(request, body);
  boundReply(reply, kMaxAnswer);
  connect(reply, &QNetworkReply::finished, this, [this, reply] {
    reply->deleteLater();
    if (reply->error() == QNetworkReply::NoError) {
      emit acted({});
      return;
    }
    // The demo says in plain text what it does not like.
    const QString words = QString::fromUtf8(reply->read(kMaxErrorText)).trimmed();
    emit acted(words.isEmpty() ? reply->errorString() : words);
  });
}

}  // namespace halftone::app
