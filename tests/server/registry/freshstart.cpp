// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/registry/freshstart.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include "tests/support/http.h"

namespace halftone::test {

namespace {

using Json = nlohmann::json;

Json read(const QUrl& url, const QByteArray& target) {
  const QByteArray body = exchange("GET", url, target).body;
  Json json = Json::parse(body.begin(), body.end(), nullptr, false);
  return json.is_discarded() ? Json() : json;
}

QByteArray encoded(const std::string& text) {
  return QUrl::toPercentEncoding(QString::fromStdString(text));
}

void put(const QUrl& url, const QByteArray& target, const QByteArray& body = {}) {
  static_cast<void>(exchange("PUT", url, target, body));
}

void removeConfig(const QUrl& url) {
  // What others need goes last.
  for (const char* kind :
       {"service-router", "service-splitter", "service-resolver", "service-defaults", "proxy-defaults"}) {
    for (int round = 0; round < 3; ++round) {
      const Json entries = read(url, QByteArray("/v1/config/") + kind);
      if (entries.empty()) break;
      for (const Json& entry : entries) {
        static_cast<void>(exchange(
            "DELETE", url, QByteArray("/v1/config/") + kind + '/' + encoded(entry.value("Name", ""))));
      }
    }
  }
}

}  // namespace

bool cleanRegistry(const QUrl& url) {
  put(url, "/v1/agent/maintenance?enable=false");
  const Json services = read(url, "/v1/agent/services");
  for (const auto& [id, service] : services.items()) {
    put(url, "/v1/agent/service/deregister/" + encoded(id));
  }
  const Json checks = read(url, "/v1/agent/checks");
  for (const auto& [id, check] : checks.items()) {
    put(url, "/v1/agent/check/deregister/" + encoded(id));
  }
  const Json self = read(url, "/v1/agent/self");
  const std::string own = self.contains("Config") ? self["Config"].value("NodeName", "") : "";
  for (const Json& node : read(url, "/v1/catalog/nodes")) {
    const std::string name = node.value("Node", "");
    if (name != own)
      put(url, "/v1/catalog/deregister", QByteArray::fromStdString(Json{{"Node", name}}.dump()));
  }
  for (const Json& session : read(url, "/v1/session/list")) {
    put(url, "/v1/session/destroy/" + encoded(session.value("ID", "")));
  }
  removeConfig(url);
  static_cast<void>(exchange("DELETE", url, "/v1/kv/?recurse"));
  return QTest::qWaitFor([&url] { return read(url, "/v1/catalog/services").size() == 1; }, 5'000);
}

}  // namespace halftone::test
