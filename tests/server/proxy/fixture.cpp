// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/proxy/fixture.h"

#include <QTest>

#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

namespace halftone::proxy::test {

std::string policyWith(const std::string& rules, const std::string& defaultRule, const std::string& more) {
  return R"({"apiVersion":"halftone/v1","service":"shop",)" + more +
         R"("versions":{"v1":{"select":{"version":"v1"}},"v2":{"select":{"version":"v2"}}},"stable":"v1","rules":[)" +
         rules + R"(],"default":)" + defaultRule + "}";
}

std::string betaPolicy() {
  return policyWith(
      R"({"name":"beta","when":[{"attr":"header:X-Beta","is":"1"}],"split":[{"version":"v2","weight":100}]})",
      R"({"split":[{"version":"v1","weight":100}]})");
}

Routing routingOf(const std::string& text, const Addresses& addresses) {
  Routing routing;
  auto policy = codec::readPolicy(text);
  if (!policy) {
    QTest::qFail(policy.error().front().message.c_str(), __FILE__, __LINE__);
    return routing;
  }
  auto table = policy::compile(std::move(*policy));
  if (!table) {
    QTest::qFail(table.error().front().message.c_str(), __FILE__, __LINE__);
    return routing;
  }
  for (const auto& [version, list] : addresses) {
    for (const std::string& address : list) {
      KnownInstance instance;
      instance.id = address;
      instance.address = address;
      instance.state = "passing";
      instance.inService = true;
      instance.meta = {{"version", version}};
      routing.instances.push_back(instance);
    }
  }
  routing.snapshot = makeSnapshot(*table, routing.instances);
  routing.policy = {1, 1, "ok", ""};
  return routing;
}

Settings quickSettings() {
  Settings settings;
  settings.service = "shop";
  settings.node = "proxy-test";
  settings.timeouts.drain = std::chrono::milliseconds(2'000);
  return settings;
}

std::unique_ptr<Proxy> startProxy(Routing routing, Settings settings, int workers) {
  ProxyOptions options;
  options.settings = std::move(settings);
  options.listen = *net::SocketAddress::parse("127.0.0.1:0");
  options.admin = options.listen;
  options.workers = workers;
  options.routing = std::move(routing);
  auto proxy = Proxy::start(std::move(options));
  if (!proxy) {
    QTest::qFail(proxy.error().toString().c_str(), __FILE__, __LINE__);
    return nullptr;
  }
  return std::move(*proxy);
}

Socket connectTo(const Proxy& proxy, const char* from) {
  return connectTo(proxy.address().port(), from);
}

Message ask(const Proxy& proxy, const std::string& request) {
  Socket client = connectTo(proxy);
  client.send(request);
  return client.read(request.starts_with("HEAD "));
}

}  // namespace halftone::proxy::test
