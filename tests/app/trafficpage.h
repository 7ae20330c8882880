// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>
#include <optional>

#include "app/feeds/consulconnection.h"
#include "app/feeds/ownpublishes.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "app/viewmodels/versioncolors.h"
#include "backend/codec/policyjson.h"
#include "backend/telemetry/trafficframe.h"
#include "tests/app/policies.h"
#include "tests/app/streamserver.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

namespace halftone::test {

constexpr int kPatience = 15'000;

// What a proxy of chat tells when this many requests have gone to each version.
inline QString frame(std::uint64_t v1, std::uint64_t v2, std::uint64_t index = 1) {
  telemetry::TrafficFrame made;
  made.node = "proxy-1";
  made.service = "chat";
  made.epoch = "e";
  made.policy = {index, index, "ok", {}};
  for (const auto& [name, count] : {std::pair{"v1", v1}, std::pair{"v2", v2}}) {
    telemetry::VersionTraffic version;
    version.version = name;
    version.requests = count;
    version.tunnels = count / 10;
    made.versions.push_back(version);
    made.decisions.push_back({"default", name, count});
  }
  return QString::fromStdString(telemetry::writeTrafficFrame(made));
}

// The Traffic page's view model on a real Consul, with a proxy's stream that the test plays. Start m_consul
// once.
class TrafficPage {
 protected:
  void open() {
    QVERIFY(m_proxy.emplace().listen());
    m_proxy->greet(frame(0, 0));
    m_connection.emplace(consul::Endpoint{m_consul.url(), {}, {}});
    m_policies.emplace(*m_connection);
    m_traffic.emplace(*m_connection, QUrl(m_proxy->admin()));
    m_colors.emplace(nullptr);
    m_session.emplace(nullptr);
    app::Feeds feeds{&*m_connection, &*m_policies, &*m_traffic, &*m_colors, &*m_session};
    feeds.own = &m_own;
    m_vm.emplace(feeds);
    m_vm->setShown(true);
    m_connection->start();
    m_policies->start();
    m_traffic->start();
  }
  void close() {
    m_vm.reset();
    m_traffic.reset();
    m_policies.reset();
    m_connection.reset();
    m_proxy.reset();
    QCOMPARE(exchange("DELETE", m_consul.url(), "/v1/kv/halftone?recurse").status, 200);
  }
  void put(const QByteArray& target, const QByteArray& body) {
    QCOMPARE(exchange("PUT", m_consul.url(), target, body).status, 200);
  }
  void putPolicy(const policy::Policy& policy, int revision) {
    put("/v1/kv/halftone/policies/" + QByteArray::fromStdString(policy.service) +
            "?flags=" + QByteArray::number(revision),
        QByteArray::fromStdString(codec::writePolicy(policy)));
  }
  // 30 % are wanted, 10 % were published by somebody else meanwhile.
  void beginConflict() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->split()->setWeight(0, 3000);
    putPolicy(chatPolicy(1000), 2);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasConflict(), kPatience);
  }
  void showChatBesideShop() {
    putPolicy(chatPolicy(), 1);
    putPolicy(shopPolicy(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->services().size(), 2, kPatience);
    m_vm->setService(QStringLiteral("chat"));
  }
  // Of a service that no proxy serves.
  [[nodiscard]] static policy::Policy shopPolicy() {
    policy::Policy policy = chatPolicy(2000);
    policy.service = "shop";
    return policy;
  }
  [[nodiscard]] QVariant split(const char* version, int role) {
    for (int row = 0; row < m_vm->split()->rowCount(); ++row) {
      const QModelIndex index = m_vm->split()->index(row);
      if (index.data(app::SplitModel::VersionRole).toString() == QLatin1String(version))
        return index.data(role);
    }
    return {};
  }
  [[nodiscard]] int weight(const char* version) {
    return split(version, app::SplitModel::WeightRole).toInt();
  }

  ConsulProcess m_consul;
  std::optional<StreamServer> m_proxy;
  std::optional<app::ConsulConnection> m_connection;
  std::optional<app::PolicyFeed> m_policies;
  std::optional<app::TrafficFeed> m_traffic;
  std::optional<app::VersionColors> m_colors;
  std::optional<app::Session> m_session;
  app::OwnPublishes m_own;
  std::optional<app::TrafficViewModel> m_vm;
};

}  // namespace halftone::test
