// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/kvstore.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "backend/store/auditlog.h"
#include "backend/store/records.h"

namespace halftone::store {

namespace {

using consul::Client;
using consul::KvEntry;
using consul::TxnOp;

// Consul refuses longer keys' transactions in many places; nobody types such a one.
constexpr std::size_t kMaxKeyBytes = 512;

tl::unexpected<Error> changedMeanwhile(const std::string& key) {
  return fail(ErrorCode::Conflict, key, "somebody else has changed this key since it was read");
}

Error onKey(const std::string& key, const Error& error) {
  return error.code == ErrorCode::Conflict ? changedMeanwhile(key).value() : error;
}

template <typename T>
void refuse(QObject* context, Client::Done<T> done, Error error) {
  QMetaObject::invokeMethod(
      context, [done = std::move(done), error = std::move(error)] { done(tl::unexpected(error)); },
      Qt::QueuedConnection);
}

}  // namespace

std::vector<KvChild> childrenIn(const std::string& prefix, const std::vector<std::string>& keys) {
  std::vector<KvChild> children;
  for (const std::string& key : keys) {
    if (key.size() <= prefix.size() || !key.starts_with(prefix)) continue;
    const bool folder = key.ends_with('/');
    const std::size_t length = key.size() - prefix.size() - (folder ? 1 : 0);
    children.push_back({key, key.substr(prefix.size(), length), folder});
  }
  return children;
}

KvStore::KvStore(Client* client, QObject* parent) : QObject(parent), m_client(client) {}

void KvStore::children(const std::string& prefix, QObject* context, Client::Done<std::vector<KvChild>> done) {
  const auto read = [prefix, done = std::move(done)](const Result<consul::Answer>& answer) {
    if (!answer) return done(tl::unexpected(answer.error()));
    if (answer->status == 404) return done(std::vector<KvChild>());
    const auto keys = nlohmann::json::parse(answer->body.begin(), answer->body.end(), nullptr, false);
    if (!keys.is_array()) return done(fail(ErrorCode::Protocol, prefix, "the answer is no list of keys"));
    std::vector<std::string> texts;
    for (const auto& key : keys) {
      if (key.is_string()) texts.push_back(key.get<std::string>());
    }
    done(childrenIn(prefix, texts));
  };
  m_client->get(consul::kvPath(prefix), QStringLiteral("keys&separator=/"), context, read);
}

void KvStore::write(const KvWrite& write, QObject* context, Client::Done<std::uint64_t> done) {
  const std::string& key = write.key;
  if (key.empty() || key.size() > kMaxKeyBytes || key.front() == '/') {
    return refuse(context, std::move(done),
                  {ErrorCode::Invalid, key, "a key has 1 to 512 bytes and does not begin with a slash"});
  }
  if (write.value.size() > kMaxValueBytes) {
    return refuse(context, std::move(done), {ErrorCode::TooLarge, key, "the value is over 380 KiB"});
  }
  const Act act{write.baseModifyIndex == 0 ? "kv create" : "kv put", {}, key, write.actor, {}};
  const auto written = [key, done = std::move(done)](const Result<std::vector<KvEntry>>& entries) {
    if (!entries) return done(tl::unexpected(onKey(key, entries.error())));
    if (entries->empty()) return done(fail(ErrorCode::Protocol, key, "the transaction has no result"));
    done(entries->front().modifyIndex);
  };
  m_client->transact(
      {{TxnOp::Verb::Cas, key, write.value, write.flags, write.baseModifyIndex}, auditOperation(act)},
      context, written);
}

void KvStore::remove(const std::string& key, std::uint64_t modifyIndex, const Actor& actor, QObject* context,
                     Client::Done<void> done) {
  const auto removed = [key, done = std::move(done)](const Result<std::vector<KvEntry>>& entries) {
    done(entries ? Result<void>() : Result<void>(tl::unexpect, onKey(key, entries.error())));
  };
  m_client->transact(
      {{TxnOp::Verb::DeleteCas, key, {}, 0, modifyIndex}, auditOperation({"kv delete", {}, key, actor, {}})},
      context, removed);
}

}  // namespace halftone::store
