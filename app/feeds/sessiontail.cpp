// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/sessiontail.h"

#include <QUrl>
#include <algorithm>
#include <utility>

#include "app/feeds/jsonfields.h"
#include "app/feeds/streamsocket.h"
#include "backend/codec/boundedjson.h"

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr int kMaxText = 4096;
constexpr int kGeneration = 2000;  // messages

QString compact(const json& frame) {
  return QString::fromStdString(frame.dump(-1, ' ', false, json::error_handler_t::replace)).left(kMaxText);
}

}  // namespace

std::optional<TailFrame> readTailFrame(const QByteArray& text) {
  const json root = codec::parseBounded({text.constData(), static_cast<std::size_t>(text.size())});
  if (!root.is_object()) return std::nullopt;
  TailFrame frame;
  if (textField(root, "type") == QLatin1String("missed")) {
    frame.missed = countField(root, "frames");
    return frame;
  }
  if (textField(root, "type") != QLatin1String("frame")) return std::nullopt;
  frame.timeMs = integerField(root, "time");
  frame.incoming = textField(root, "direction") == QLatin1String("in");
  frame.user = textField(root, "user");
  const auto inner = root.find("frame");
  if (inner == root.end()) {
    frame.text = textField(root, "raw");
    return frame;
  }
  frame.text = compact(*inner);
  if (!inner->is_object()) return frame;
  frame.kind = textField(*inner, "type");
  if (!frame.incoming && frame.kind == QLatin1String("message")) frame.message = textField(*inner, "id");
  return frame;
}

SessionTail::SessionTail(QObject* parent) : QObject(parent) {}

SessionTail::~SessionTail() = default;

void SessionTail::stop() {
  m_sockets.clear();
  m_recent.clear();
  m_former.clear();
  m_failure.clear();
  emit stateChanged();
}

void SessionTail::followSession(const std::string& admin, const QString& session, bool redacted) {
  stop();
  const QString name = QString::fromLatin1(QUrl::toPercentEncoding(session));
  listenTo(admin, QStringLiteral("session=%1&redact=%2").arg(name).arg(redacted ? 1 : 0));
}

void SessionTail::followRoom(const std::vector<std::string>& admins, const QString& room, bool redacted) {
  stop();
  const QString name = QString::fromLatin1(QUrl::toPercentEncoding(room));
  for (const std::string& admin : admins)
    listenTo(admin, QStringLiteral("room=%1&redact=%2").arg(name).arg(redacted ? 1 : 0));
}

void SessionTail::listenTo(const std::string& admin, const QString& query) {
  auto url = adminUrl(admin, QStringLiteral("/v1/tail"));
  if (!url) {
    m_failure = tr("Consul gives no admin address for it");
    emit stateChanged();
    return;
  }
  url->setScheme(QStringLiteral("ws"));
  url->setQuery(query, QUrl::StrictMode);
  auto socket = std::make_unique<StreamSocket>(*url);
  connect(socket.get(), &StreamSocket::received, this, [this](const QString& text) { take(text.toUtf8()); });
  connect(socket.get(), &StreamSocket::opened, this, [this] {
    if (heardCount() == nodeCount()) m_failure.clear();
    emit stateChanged();
  });
  connect(socket.get(), &StreamSocket::lost, this, [this](const QString& reason) {
    m_failure = reason;
    emit stateChanged();
  });
  socket->start();
  m_sockets.push_back(std::move(socket));
  emit stateChanged();
}

int SessionTail::heardCount() const {
  return static_cast<int>(
      std::count_if(m_sockets.begin(), m_sockets.end(), [](const auto& socket) { return socket->isOpen(); }));
}

bool SessionTail::isNew(const QString& message) {
  if (m_recent.contains(message) || m_former.contains(message)) return false;
  if (m_recent.size() >= kGeneration) m_former = std::exchange(m_recent, {});
  m_recent.insert(message);
  return true;
}

void SessionTail::take(const QByteArray& text) {
  const std::optional<TailFrame> frame = readTailFrame(text);
  if (!frame || (!frame->message.isEmpty() && !isNew(frame->message))) return;
  emit received(*frame);
}

}  // namespace halftone::app
