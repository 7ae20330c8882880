// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/chatter.h"

#include <QNetworkRequest>
#include <QStringList>
#include <QUrlQuery>
#include <algorithm>

namespace halftone::demo {

namespace {

constexpr double kMeanBetweenWordsMs = 8'000;
constexpr double kMeanStayMs = 240'000;
constexpr int kSpreadOfArrivalsMs = 3'000;
constexpr int kFirstPauseMs = 150;
constexpr int kLongestPauseMs = 5'000;

const QStringList& rooms() {
  static const QStringList names{QStringLiteral("lobby"),    QStringLiteral("support"),
                                 QStringLiteral("random"),   QStringLiteral("beijing"),
                                 QStringLiteral("shanghai"), QStringLiteral("games")};
  return names;
}

const QStringList& sayings() {
  static const QStringList texts{
      QStringLiteral("hello"), QStringLiteral("anyone here?"), QStringLiteral("the new version looks good"),
      QStringLiteral("brb"),   QStringLiteral("晚上好"),       QStringLiteral("see you tomorrow")};
  return texts;
}

}  // namespace

Chatter::Chatter(QUrl proxy, std::uint32_t seed, ChatCounters* counters, QObject* parent)
    : QObject(parent), m_proxy(std::move(proxy)), m_random(seed), m_counters(counters) {
  connect(&m_socket, &QWebSocket::connected, this, &Chatter::connected);
  connect(&m_socket, &QWebSocket::disconnected, this, &Chatter::disconnected);
  connect(&m_socket, &QWebSocket::textMessageReceived, this, [this] { ++m_counters->messages; });
  for (QTimer* timer : {&m_connectTimer, &m_sayTimer, &m_leaveTimer}) timer->setSingleShot(true);
  connect(&m_connectTimer, &QTimer::timeout, this, &Chatter::connectNow);
  connect(&m_sayTimer, &QTimer::timeout, this, &Chatter::say);
  connect(&m_leaveTimer, &QTimer::timeout, this, [this] {
    m_leaving = true;
    m_socket.close();
  });
}

Chatter::~Chatter() {
  m_socket.disconnect(this);
  if (m_open) --m_counters->open;
  m_socket.abort();
}

void Chatter::start() {
  comeAsSomebodyNew();
  m_connectTimer.start(std::uniform_int_distribution<int>(0, kSpreadOfArrivalsMs)(m_random));
}

void Chatter::comeAsSomebodyNew() {
  m_profile = drawProfile(m_random);
  const auto last = static_cast<int>(rooms().size()) - 1;
  m_room = rooms().at(std::uniform_int_distribution<int>(0, last)(m_random));
  m_leaving = false;
  m_wasCut = false;
  m_failures = 0;
}

void Chatter::connectNow() {
  QUrl url = m_proxy;
  url.setScheme(QStringLiteral("ws"));
  url.setPath(QStringLiteral("/ws"));
  QUrlQuery query;
  query.addQueryItem(QStringLiteral("user"), QString::fromStdString(m_profile.user));
  url.setQuery(query);
  QNetworkRequest request(url);
  for (const auto& [name, value] : m_profile.fields()) {
    request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
  }
  m_socket.open(request);
}

void Chatter::connected() {
  m_open = true;
  ++m_counters->open;
  if (m_wasCut) ++m_counters->reconnects;
  m_wasCut = false;
  m_failures = 0;
  m_socket.sendTextMessage(QStringLiteral(R"({"type":"join","room":"%1"})").arg(m_room));
  m_sayTimer.start(around(kMeanBetweenWordsMs));
  m_leaveTimer.start(around(kMeanStayMs));
}

void Chatter::disconnected() {
  m_sayTimer.stop();
  m_leaveTimer.stop();
  if (m_open) {
    m_open = false;
    --m_counters->open;
    m_wasCut = !m_leaving;
  }
  if (m_leaving) {
    comeAsSomebodyNew();
    m_connectTimer.start(around(1'500));
    return;
  }
  // Full jitter, so that a node's sessions do not come back in one wave.
  const int cap = std::min(kFirstPauseMs << std::min(m_failures++, 6), kLongestPauseMs);
  m_connectTimer.start(std::uniform_int_distribution<int>(cap / 4, cap)(m_random));
}

void Chatter::say() {
  const auto last = static_cast<int>(sayings().size()) - 1;
  const QString text = sayings().at(std::uniform_int_distribution<int>(0, last)(m_random));
  m_socket.sendTextMessage(QStringLiteral(R"({"type":"say","room":"%1","text":"%2"})").arg(m_room, text));
  m_sayTimer.start(around(kMeanBetweenWordsMs));
}

int Chatter::around(double meanMs) {
  const double drawn = std::exponential_distribution<double>(1.0 / meanMs)(m_random);
  return static_cast<int>(std::clamp(drawn, meanMs / 10, meanMs * 4));
}

}  // namespace halftone::demo
