// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/streamsocket.h"

#include <QRandomGenerator>
#include <QWebSocket>
#include <algorithm>
#include <utility>

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kFirstBackoff{250};
constexpr std::chrono::milliseconds kMaxBackoff{5000};
constexpr std::chrono::milliseconds kRejectedBackoff{2000};
constexpr std::chrono::milliseconds kPulse{3000};

std::chrono::milliseconds withJitter(std::chrono::milliseconds pause) {
  const auto spread = static_cast<int>(pause.count() / 2);
  return pause + std::chrono::milliseconds(QRandomGenerator::global()->bounded(spread + 1));
}

}  // namespace

StreamSocket::StreamSocket(QUrl url, QObject* parent) : QObject(parent), m_url(std::move(url)) {
  m_retry.setSingleShot(true);
  connect(&m_retry, &QTimer::timeout, this, &StreamSocket::open);
  m_pulse.setInterval(kPulse);
  connect(&m_pulse, &QTimer::timeout, this, &StreamSocket::onTick);
}

StreamSocket::~StreamSocket() {
  if (m_socket != nullptr) m_socket->disconnect(this);
}

void StreamSocket::start() {
  if (m_wanted) return;
  m_wanted = true;
  m_backoff = kFirstBackoff;
  open();
}

void StreamSocket::stop() {
  m_wanted = false;
  m_open = false;
  m_toldLost = false;
  m_retry.stop();
  m_pulse.stop();
  if (m_socket == nullptr) return;
  m_socket->disconnect(this);
  m_socket->abort();
  std::exchange(m_socket, nullptr)->deleteLater();
}

void StreamSocket::open() {
  m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
  m_socket->setMaxAllowedIncomingFrameSize(kMaxFrameBytes);
  m_socket->setMaxAllowedIncomingMessageSize(kMaxFrameBytes);
  connect(m_socket, &QWebSocket::connected, this, [this] {
    m_open = true;
    m_toldLost = false;
    m_backoff = kFirstBackoff;
    emit opened();
  });
  connect(m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
    m_silent = {};
    emit received(text);
  });
  connect(m_socket, &QWebSocket::pong, this, [this] { m_silent = {}; });
  const auto down = [this] { goDown(m_socket->errorString()); };
  connect(m_socket, &QWebSocket::disconnected, this, down);
  connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, down);
  m_silent = {};
  m_pulse.start();
  m_socket->open(m_url);
}

void StreamSocket::reject(const QString& reason) {
  m_backoff = std::max(m_backoff, kRejectedBackoff);
  goDown(reason);
}

void StreamSocket::goDown(const QString& reason) {
  if (m_socket == nullptr) return;
  m_socket->disconnect(this);
  m_socket->abort();
  std::exchange(m_socket, nullptr)->deleteLater();
  m_pulse.stop();
  m_open = false;
  if (!m_wanted) return;
  m_retry.start(withJitter(m_backoff));
  m_backoff = std::min(2 * m_backoff, kMaxBackoff);
  if (!std::exchange(m_toldLost, true)) emit lost(reason);
}

void StreamSocket::onTick() {
  m_silent += kPulse;
  if (m_silent >= kSilence) {
    goDown(tr("no answer for %1 s").arg(kSilence.count() / 1000));
  } else if (m_open) {
    m_socket->ping();
  }
}

std::optional<QUrl> adminUrl(const std::string& admin, const QString& path) {
  if (admin.empty() || admin.size() > 512) return std::nullopt;
  QString text = QString::fromStdString(admin);
  if (!text.contains(QLatin1String("://"))) text.prepend(QLatin1String("http://"));
  QUrl url(text, QUrl::StrictMode);
  const bool known = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
  if (!url.isValid() || !known || url.host().isEmpty()) return std::nullopt;
  url.setPath(path, QUrl::DecodedMode);
  url.setQuery(QString());
  url.setFragment(QString());
  return url;
}

std::optional<QUrl> streamUrl(const std::string& admin) {
  std::optional<QUrl> url = adminUrl(admin, QStringLiteral("/v1/stream"));
  if (url)
    url->setScheme(url->scheme() == QLatin1String("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
  return url;
}

}  // namespace halftone::app
