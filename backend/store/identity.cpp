// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/identity.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace halftone::store {

namespace {
constexpr std::size_t kMaxNameBytes = 128;
}

std::string tokenName(const QByteArray& body) {
  const auto token = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
  if (!token.is_object()) return {};
  const auto description = token.find("Description");
  if (description == token.end() || !description->is_string()) return {};
  const auto name = description->get<std::string>();
  return name.size() <= kMaxNameBytes ? name : name.substr(0, kMaxNameBytes);
}

void identify(consul::Client* client, Actor actor, QObject* context, consul::Client::Done<Actor> done) {
  if (client->endpoint().token.isEmpty()) {
    const auto asGiven = [actor = std::move(actor), done = std::move(done)] { done(actor); };
    QMetaObject::invokeMethod(context, asGiven, Qt::QueuedConnection);
    return;
  }
  client->get(
      QStringLiteral("/v1/acl/token/self"), {}, context,
      [actor = std::move(actor), done = std::move(done)](const Result<consul::Answer>& answer) mutable {
        if (!answer) {
          const Error& error = answer.error();
          const bool unknownToken = error.message.find("ACL not found") != std::string::npos;
          const bool away = error.code == ErrorCode::Unreachable || error.code == ErrorCode::Timeout;
          if (unknownToken || away) return done(tl::unexpected(error));
          return done(std::move(actor));
        }
        const std::string name = tokenName(answer->body);
        if (!name.empty()) actor.account = std::exchange(actor.user, name);
        done(std::move(actor));
      });
}

}  // namespace halftone::store
