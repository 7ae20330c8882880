// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/presence.h"

#include <QDateTime>
#include <QPointer>
#include <nlohmann/json.hpp>
#include <utility>

#include "backend/store/members.h"
#include "backend/store/records.h"

namespace halftone::store {

namespace {

using nlohmann::ordered_json;

// Consul's least; it lets a session live up to twice as long after its last renewal.
constexpr const char* kTtl = "10s";
constexpr std::chrono::seconds kRenewEvery{4};
constexpr std::chrono::seconds kRetryAfter{3};

QString sessionPath(const char* verb, const std::string& id) {
  return QStringLiteral("/v1/session/%1/%2").arg(QLatin1String(verb), QString::fromStdString(id));
}

bool isSessionId(const std::string& id) {
  constexpr std::size_t kUuidLength = 36;
  return id.size() == kUuidLength && id.find_first_not_of("0123456789abcdefABCDEF-") == std::string::npos;
}

}  // namespace

std::string editingKey(std::string_view service, std::string_view session) {
  return std::string(kEditingPrefix).append(service).append("/").append(session);
}

std::vector<Editor> editorsIn(const std::vector<consul::KvEntry>& entries) {
  std::vector<Editor> editors;
  for (const consul::KvEntry& entry : entries) {
    const ordered_json document = ordered_json::parse(entry.value, nullptr, false);
    if (entry.session.empty() || !document.is_object()) continue;
    Editor editor{text(document, "service"), entry.session, text(document, "who"), text(document, "from"),
                  text(document, "since")};
    if (entry.key == editingKey(editor.service, entry.session)) editors.push_back(std::move(editor));
  }
  return editors;
}

Presence::Presence(consul::Client* client, QObject* parent) : QObject(parent), m_client(client) {
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    if (m_session.empty()) {
      createSession();
    } else {
      renew();
    }
  });
}

Presence::~Presence() {
  release();
}

void Presence::edit(const std::string& service, const Actor& actor) {
  if (service == m_service) return;
  release();
  if (!isKeySegment(service)) return;
  m_service = service;
  m_actor = actor;
  m_since = rfc3339(QDateTime::currentDateTimeUtc());
  createSession();
}

void Presence::release() {
  ++m_turn;
  m_timer.stop();
  m_announced = false;
  m_service.clear();
  const std::string session = std::exchange(m_session, {});
  if (session.empty() || !m_client) return;
  // With the session goes its key. If this is lost, the TTL does the same.
  m_client->put(sessionPath("destroy", session), {}, {}, m_client,
                [self = QPointer<Presence>(this)](const Result<consul::Answer>& answer) {
                  if (self && answer) emit self->released();
                });
}

void Presence::createSession() {
  if (!m_client) return;
  m_announced = false;
  const ordered_json body{
      {"Name", "halftone: editing " + m_service}, {"TTL", kTtl}, {"Behavior", "delete"}, {"LockDelay", "0s"}};
  // The client is the context, so that a session is destroyed that comes after we have gone.
  const auto created = [self = QPointer<Presence>(this), client = m_client,
                        turn = m_turn](const Result<consul::Answer>& answer) {
    const bool wanted = self && self->m_turn == turn;
    if (!answer) {
      if (wanted) self->lost(answer.error());
      return;
    }
    const auto document = ordered_json::parse(answer->body.begin(), answer->body.end(), nullptr, false);
    const std::string id = document.is_object() ? text(document, "ID") : std::string();
    if (!isSessionId(id)) {
      if (wanted) self->lost({ErrorCode::Protocol, "/v1/session/create", "the answer names no session"});
      return;
    }
    if (!wanted) {
      client->put(sessionPath("destroy", id), {}, {}, client, [](const Result<consul::Answer>&) {});
      return;
    }
    self->m_session = id;
    self->announce();
  };
  m_client->put(QStringLiteral("/v1/session/create"), {}, QByteArray::fromStdString(body.dump()), m_client,
                created);
}

void Presence::announce() {
  const ordered_json value{
      {"service", m_service}, {"who", m_actor.user}, {"from", originOf(m_actor)}, {"since", m_since}};
  const std::string text = dump(value);
  m_client->put(
      consul::kvPath(editingKey(m_service, m_session)),
      QStringLiteral("acquire=") + QString::fromStdString(m_session), QByteArray::fromStdString(text), this,
      [this, turn = m_turn](const Result<consul::Answer>& answer) {
        if (turn != m_turn) return;
        if (!answer) return lost(answer.error());
        if (answer->body.trimmed() != "true") {
          return lost({ErrorCode::Refused, editingKey(m_service, m_session), "the lock was refused"});
        }
        m_announced = true;
        m_timer.start(kRenewEvery);
        emit announced();
      });
}

void Presence::renew() {
  if (!m_client) return;
  m_client->put(sessionPath("renew", m_session), {}, {}, this,
                [this, turn = m_turn](const Result<consul::Answer>& answer) {
                  if (turn != m_turn) return;
                  // Only of a session that lives: a lost announcement may have taken long.
                  if (answer && !m_announced) return announce();
                  if (answer) return m_timer.start(kRenewEvery);
                  // Expired while Consul was away or we slept: a new one.
                  if (answer.error().code == ErrorCode::NotFound) m_session.clear();
                  lost(answer.error());
                });
}

void Presence::lost(const Error& error) {
  emit failed(error);
  m_timer.start(kRetryAfter);
}

}  // namespace halftone::store
