// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/redisconnection.h"

#include <hiredis/async.h>
#include <hiredis/hiredis.h>

#include <QRandomGenerator>
#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>
#include <vector>

namespace halftone::chat {

namespace {

constexpr std::chrono::milliseconds kFirstPause{50};
constexpr std::chrono::milliseconds kLongestPause{1000};
constexpr std::chrono::seconds kWatchEvery{1};
constexpr std::chrono::seconds kDeaf{5};  // an answer that takes longer never comes

RedisConnection* ownerOf(const redisAsyncContext* context) {
  return static_cast<RedisConnection*>(context->data);
}

}  // namespace

std::optional<RedisAddress> RedisAddress::parse(std::string_view url) {
  constexpr std::string_view kScheme = "redis://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  RedisAddress address;
  if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) {
    const std::string_view login = url.substr(0, at);
    const std::size_t colon = login.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    address.user = login.substr(0, colon);
    address.password = login.substr(colon + 1);
    url.remove_prefix(at + 1);
  }
  const auto number = [](std::string_view text, int high) -> std::optional<int> {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > high)
      return std::nullopt;
    return value;
  };
  if (const std::size_t slash = url.find('/'); slash != std::string_view::npos) {
    const auto database = number(url.substr(slash + 1), 1 << 20);
    if (!database) return std::nullopt;
    address.database = *database;
    url = url.substr(0, slash);
  }
  if (const std::size_t colon = url.rfind(':'); colon != std::string_view::npos) {
    const auto port = number(url.substr(colon + 1), 65535);
    if (!port || *port == 0) return std::nullopt;
    address.port = *port;
    url = url.substr(0, colon);
  }
  if (url.starts_with('[') && url.ends_with(']')) url = url.substr(1, url.size() - 2);
  if (url.empty()) return std::nullopt;
  address.host = url;
  return address;
}

// What hiredis calls.
struct RedisConnection::Hooks {
  static RedisConnection& of(void* data) { return *static_cast<RedisConnection*>(data); }
  static void enable(QSocketNotifier* notifier, bool on) {
    if (notifier) notifier->setEnabled(on);
  }
  static void addRead(void* data) { enable(of(data).m_readable, true); }
  static void delRead(void* data) { enable(of(data).m_readable, false); }
  static void addWrite(void* data) { enable(of(data).m_writable, true); }
  static void delWrite(void* data) { enable(of(data).m_writable, false); }
  static void cleanup(void* data) { of(data).dropNotifiers(); }

  static void connected(const redisAsyncContext* context, int status) {
    RedisConnection* self = ownerOf(context);
    if (status == REDIS_OK) return self->isMade();
    // hiredis frees the context after this.
    self->m_context = nullptr;
    self->isLost(context->errstr);
  }
  static void disconnected(const redisAsyncContext* context, int) {
    RedisConnection* self = ownerOf(context);
    self->m_context = nullptr;
    if (!self->m_refusal.empty()) return self->isLost(std::exchange(self->m_refusal, {}));
    self->isLost(context->errstr && *context->errstr ? context->errstr : "the connection was closed");
  }
  static void answered(redisAsyncContext* context, void* reply, void* data) {
    const std::unique_ptr<Reply> callback(static_cast<Reply*>(data));
    RedisConnection* self = ownerOf(context);
    if (!self->m_sent.empty()) {
      self->m_latency =
          std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - self->m_sent.front());
      self->m_sent.pop_front();
    }
    if (!self->m_isEnding && *callback) (*callback)(static_cast<const redisReply*>(reply));
  }
  static void heard(redisAsyncContext* context, void* data, void*) {
    const auto* reply = static_cast<const redisReply*>(data);
    RedisConnection* self = ownerOf(context);
    if (!reply || self->m_isEnding || reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) return;
    const auto word = [reply](std::size_t i) {
      const redisReply* element = reply->element[i];
      return element->str ? std::string_view(element->str, element->len) : std::string_view();
    };
    if (word(0) == "message") return self->m_events.message(word(1), word(2));
    if (word(0) == "subscribe") self->m_events.subscribed(word(1));
  }
};

RedisConnection::RedisConnection(RedisAddress address, Events events)
    : m_address(std::move(address)), m_events(std::move(events)) {
  m_retry.setSingleShot(true);
  m_retry.callOnTimeout([this] { connectNow(); });
  m_watchdog.callOnTimeout([this] {
    if (m_context && oldest() > kDeaf) redisAsyncFree(m_context);
  });
}

RedisConnection::~RedisConnection() {
  m_isEnding = true;
  if (m_context) redisAsyncFree(m_context);
  dropNotifiers();
}

void RedisConnection::start() {
  m_watchdog.start(kWatchEvery);
  connectNow();
}

void RedisConnection::connectNow() {
  m_context = redisAsyncConnect(m_address.host.c_str(), m_address.port);
  if (!m_context) return isLost("no memory");
  if (m_context->err) {
    const std::string why = m_context->errstr;
    redisAsyncFree(std::exchange(m_context, nullptr));
    return isLost(why);
  }
  m_context->data = this;
  watch();
  redisAsyncSetConnectCallback(m_context, &Hooks::connected);
  redisAsyncSetDisconnectCallback(m_context, &Hooks::disconnected);
}

void RedisConnection::watch() {
  const int fd = m_context->c.fd;
  m_readable = new QSocketNotifier(fd, QSocketNotifier::Read);
  m_writable = new QSocketNotifier(fd, QSocketNotifier::Write);
  m_readable->setEnabled(false);
  m_writable->setEnabled(false);
  QObject::connect(m_readable, &QSocketNotifier::activated, m_readable, [this] {
    if (m_context) redisAsyncHandleRead(m_context);
  });
  QObject::connect(m_writable, &QSocketNotifier::activated, m_writable, [this] {
    if (m_context) redisAsyncHandleWrite(m_context);
  });
  m_context->ev.data = this;
  m_context->ev.addRead = &Hooks::addRead;
  m_context->ev.delRead = &Hooks::delRead;
  m_context->ev.addWrite = &Hooks::addWrite;
  m_context->ev.delWrite = &Hooks::delWrite;
  m_context->ev.cleanup = &Hooks::cleanup;
}

// They may be the very ones whose signal is being handled.
void RedisConnection::dropNotifiers() {
  for (QSocketNotifier** notifier : {&m_readable, &m_writable}) {
    if (!*notifier) continue;
    (*notifier)->setEnabled(false);
    std::exchange(*notifier, nullptr)->deleteLater();
  }
}

// The last step tells whether Redis wants a password that we were not given.
void RedisConnection::isMade() {
  const auto step = [this](std::vector<std::string_view> words, bool isLast) {
    command(words, [this, isLast](const redisReply* reply) {
      if (!reply || !m_refusal.empty()) return;
      if (reply->type == REDIS_REPLY_ERROR) return refused({reply->str, reply->len});
      if (isLast) isLoggedIn();
    });
  };
  const std::string database = std::to_string(m_address.database);
  if (!m_address.user.empty()) {
    step({"AUTH", m_address.user, m_address.password}, false);
  } else if (!m_address.password.empty()) {
    step({"AUTH", m_address.password}, false);
  }
  step({"SELECT", database}, true);
}

void RedisConnection::isLoggedIn() {
  m_isConnected = true;
  m_pause = {};
  m_events.connected();
}

void RedisConnection::refused(const std::string& why) {
  m_refusal = why;
  redisAsyncFree(m_context);
}

void RedisConnection::isLost(const std::string& why) {
  m_isConnected = false;
  m_sent.clear();
  if (m_isEnding) return;
  m_pause = std::clamp(m_pause * 2, kFirstPause, kLongestPause);
  // Many nodes have lost the same Redis: not all at once.
  const double part = 0.5 + QRandomGenerator::global()->generateDouble();
  m_retry.start(std::chrono::duration_cast<std::chrono::milliseconds>(m_pause * part));
  m_events.lost(why);
}

void RedisConnection::command(std::span<const std::string_view> words, Reply reply) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string_view word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  auto kept = std::make_unique<Reply>(std::move(reply));
  const int status = redisAsyncCommandArgv(m_context, &Hooks::answered, kept.get(),
                                           static_cast<int>(texts.size()), texts.data(), sizes.data());
  if (status != REDIS_OK) {
    if (*kept) (*kept)(nullptr);
    return;
  }
  (void)kept.release();  // answered() owns it
  m_sent.push_back(Clock::now());
}

void RedisConnection::subscribe(std::string_view channel) {
  if (m_isConnected)
    redisAsyncCommand(m_context, &Hooks::heard, nullptr, "SUBSCRIBE %b", channel.data(), channel.size());
}

void RedisConnection::unsubscribe(std::string_view channel) {
  if (m_isConnected)
    redisAsyncCommand(m_context, &Hooks::heard, nullptr, "UNSUBSCRIBE %b", channel.data(), channel.size());
}

std::chrono::milliseconds RedisConnection::oldest() const {
  if (m_sent.empty()) return {};
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_sent.front());
}

}  // namespace halftone::chat
