// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recording/flightrecorder.h"

#include <QDateTime>
#include <QUrl>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/feeds/pagefetch.h"
#include "app/feeds/streamsocket.h"
#include "backend/codec/boundedjson.h"
#include "backend/consul/instances.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr int kPagesEach = 5;  // seconds
constexpr int kKeyframeEach =
    60;                          // seconds: a stream is opened anew, so that a seek need not go back further
constexpr int kFlushEach = 2;    // seconds
constexpr qint64 kThinMs = 500;  // frames with cumulative counts lose nothing by it
constexpr qint64 kMaxPage = 1024 * 1024;
constexpr std::chrono::seconds kPatience{4};

bool isFrameOf(const QString& text, const char* type) {
  return text.left(200).contains(QStringLiteral("\"type\":\"") + QLatin1String(type) + QLatin1Char('"'));
}

}  // namespace

struct FlightRecorder::Stream {
  explicit Stream(const QUrl& url) : socket(url) {}
  StreamSocket socket;
  bool chat = false;  // its first frame is full, the others are changes
  qint64 lastFrameMs = 0;
  int age = 0;  // seconds since it opened
};

FlightRecorder::FlightRecorder(consul::Endpoint endpoint, QObject* parent)
    : QObject(parent), m_endpoint(std::move(endpoint)) {
  m_second.setInterval(1000);
  connect(&m_second, &QTimer::timeout, this, &FlightRecorder::onSecond);
}

FlightRecorder::~FlightRecorder() {
  stop();
}

Result<void> FlightRecorder::start(const QString& file) {
  stop();
  if (auto opened = m_writer.open(file); !opened) return opened;
  m_file = file;
  m_recording = true;
  m_sinceMs = QDateTime::currentMSecsSinceEpoch();
  m_seconds = 0;
  m_client = std::make_unique<consul::Client>(m_endpoint);
  watch(QStringLiteral("/v1/catalog/services"));
  watch(QStringLiteral("/v1/catalog/nodes"));
  watch(QStringLiteral("/v1/kv/halftone"), QStringLiteral("recurse"));
  for (const char* path : {"/v1/agent/self", "/v1/catalog/datacenters"}) readOnce(QLatin1String(path));
  m_second.start();
  emit changed();
  return {};
}

void FlightRecorder::stop() {
  if (!std::exchange(m_recording, false)) return;
  m_second.stop();
  m_watches.clear();
  m_streams.clear();
  m_admins.clear();
  m_keys.clear();
  m_client.reset();
  m_writer.close();
  emit changed();
}

void FlightRecorder::watch(const QString& path, const QString& query) {
  if (m_watches.contains(path)) return;
  auto made = std::make_unique<consul::Watch>(m_endpoint, path, query);
  connect(made.get(), &consul::Watch::changed, this, [this, path, query](const consul::Answer& answer) {
    if (!query.isEmpty()) return takeKeys(answer.status == 200 ? answer.body : QByteArray("[]"));
    add(FlightEvent::Kind::Consul, path, answer.body);
    if (path == QLatin1String("/v1/catalog/services")) takeServices(answer.body);
    const QString health = QStringLiteral("/v1/health/service/");
    if (path.startsWith(health)) takeHealth(path.mid(health.size()), answer.body);
  });
  made->start();
  m_watches.emplace(path, std::move(made));
}

void FlightRecorder::readOnce(const QString& path) {
  const auto take = [this, path](const Result<consul::Answer>& answer) {
    if (answer && answer->status == 200) add(FlightEvent::Kind::Consul, path, answer->body);
  };
  m_client->get(path, {}, this, take);
}

void FlightRecorder::takeServices(const QByteArray& body) {
  const auto services = consul::parseServices(body);
  if (!services) return;
  int count = 0;
  for (const auto& [name, tags] : *services) {
    if (++count > kMaxServices) break;
    watch(QStringLiteral("/v1/health/service/") +
          QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(name))));
  }
}

void FlightRecorder::takeHealth(const QString& service, const QByteArray& body) {
  const auto instances = consul::parseInstances(body);
  if (!instances) return;
  std::set<std::string> admins;
  for (const consul::Instance& instance : *instances) {
    const auto admin = instance.meta.find("admin");
    if (admin != instance.meta.end()) admins.insert(admin->second);
  }
  m_admins[service] = std::move(admins);
  listen();
}

// Only what changed: the history of policies grows, and each of its entries is written once.
void FlightRecorder::takeKeys(const QByteArray& body) {
  const json entries = codec::parseBounded({body.constData(), static_cast<std::size_t>(body.size())});
  if (!entries.is_array()) return;
  json set = json::array();
  json gone = json::array();
  std::map<std::string, std::pair<quint64, std::string>> now;
  for (const json& entry : entries) {
    if (!entry.is_object() || !entry.contains("Key") || !entry["Key"].is_string()) continue;
    const auto key = entry["Key"].get<std::string>();
    const quint64 index = entry.contains("ModifyIndex") && entry["ModifyIndex"].is_number_unsigned()
                              ? entry["ModifyIndex"].get<quint64>()
                              : 0;
    const auto known = m_keys.find(key);
    if (known == m_keys.end() || known->second.first != index) set.push_back(entry);
    now[key] = {index, {}};
  }
  for (const auto& [key, state] : m_keys) {
    if (!now.contains(key)) gone.push_back(key);
  }
  m_keys = std::move(now);
  const json change{{"set", std::move(set)}, {"gone", std::move(gone)}};
  add(FlightEvent::Kind::Keys, {},
      QByteArray::fromStdString(change.dump(-1, ' ', false, json::error_handler_t::replace)));
}

void FlightRecorder::listen() {
  std::set<std::string> wanted;
  for (const auto& [service, admins] : m_admins) wanted.insert(admins.begin(), admins.end());
  std::erase_if(m_streams, [this, &wanted](const auto& entry) {
    if (wanted.contains(entry.first)) return false;
    add(FlightEvent::Kind::Lost, QString::fromStdString(entry.first), {});
    return true;
  });
  for (const std::string& admin : wanted) {
    const auto url = streamUrl(admin);
    if (!url || m_streams.contains(admin) || m_streams.size() >= kMaxStreams) continue;
    auto stream = std::make_unique<Stream>(*url);
    Stream* raw = stream.get();
    const QString name = QString::fromStdString(admin);
    connect(&raw->socket, &StreamSocket::opened, this, [this, raw, name] {
      raw->age = 0;
      raw->lastFrameMs = 0;
      add(FlightEvent::Kind::Opened, name, {});
    });
    connect(&raw->socket, &StreamSocket::lost, this,
            [this, name] { add(FlightEvent::Kind::Lost, name, {}); });
    connect(&raw->socket, &StreamSocket::received, this, [this, raw, name](const QString& text) {
      const qint64 now = QDateTime::currentMSecsSinceEpoch();
      raw->chat = isFrameOf(text, "sessions");
      if (!raw->chat && now - raw->lastFrameMs < kThinMs) return;
      raw->lastFrameMs = now;
      add(FlightEvent::Kind::Frame, name, text.toUtf8());
    });
    raw->socket.start();
    m_streams.emplace(admin, std::move(stream));
  }
}

void FlightRecorder::onSecond() {
  ++m_seconds;
  for (auto& [admin, stream] : m_streams) {
    if (!stream->chat || ++stream->age < kKeyframeEach) continue;
    stream->age = 0;
    stream->socket.stop();
    stream->socket.start();
  }
  if (m_seconds % kPagesEach == 1) readPages();
  if (m_seconds % kFlushEach == 0 && !m_writer.flush()) add(FlightEvent::Kind::Lost, {}, {});
  emit changed();
}

void FlightRecorder::readPages() {
  for (const auto& [admin, stream] : m_streams) {
    if (!stream->chat) continue;
    for (const char* path : {"/metrics", "/v1/faults"}) {
      const auto url = adminUrl(admin, QLatin1String(path));
      if (!url) continue;
      const QString name = QString::fromStdString(admin) + QLatin1Char(' ') + QLatin1String(path);
      fetchPage(m_network, *url, kMaxPage, kPatience, this,
                [this, name](const QByteArray& body) { add(FlightEvent::Kind::Page, name, body); });
    }
  }
}

void FlightRecorder::add(FlightEvent::Kind kind, const QString& name, const QByteArray& text) {
  if (!m_recording) return;
  if (m_writer.add({QDateTime::currentMSecsSinceEpoch(), kind, name, text})) return;
  const QString reason = m_writer.error();
  // Not from within a watch's or a stream's signal: they end with the recording.
  QMetaObject::invokeMethod(
      this,
      [this, reason] {
        if (!m_recording) return;
        stop();
        emit gaveUp(reason);
      },
      Qt::QueuedConnection);
}

}  // namespace halftone::app
