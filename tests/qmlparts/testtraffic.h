// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QUrl>
#include <memory>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/servicechoice.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "app/viewmodels/versioncolors.h"
#include "tests/app/policies.h"
#include "tests/app/streamserver.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

// The Traffic page's view model on a real Consul. A test case begins with the policy of policies.h as r1.
class TestTraffic : public QObject {
  Q_OBJECT
  Q_PROPERTY(halftone::app::TrafficViewModel* vm READ vm NOTIFY begun)
  Q_PROPERTY(halftone::app::ServiceChoice* choice READ choice NOTIFY begun)

 public:
  explicit TestTraffic(QObject* parent = nullptr) : QObject(parent), m_session(nullptr), m_colors(nullptr) {}

  [[nodiscard]] halftone::app::TrafficViewModel* vm() const { return m_stand ? &m_stand->vm : nullptr; }
  [[nodiscard]] halftone::app::ServiceChoice* choice() const { return m_stand ? &m_stand->choice : nullptr; }
  [[nodiscard]] halftone::app::Session& session() { return m_session; }
  [[nodiscard]] halftone::app::VersionColors& colors() { return m_colors; }

  // A Consul with one policy, and a view model that knows nothing yet. False without a Consul.
  Q_INVOKABLE bool begin() {
    if (!m_running) m_running = m_consul.start();
    if (!m_running) return false;
    if (halftone::test::exchange("DELETE", m_consul.url(), "/v1/kv/halftone?recurse").status != 200)
      return false;
    if (!put(QStringLiteral("chat"), 500, 1)) return false;
    auto before = std::exchange(m_stand, std::make_unique<Stand>(m_consul.url(), m_colors, m_session));
    emit begun();  // bindings leave the one before
    return true;
  }
  Q_INVOKABLE bool put(const QString& service, int v2, int revision) {
    halftone::policy::Policy policy = halftone::test::chatPolicy(v2);
    policy.service = service.toStdString();
    return halftone::test::exchange(
               "PUT", m_consul.url(),
               "/v1/kv/halftone/policies/" + service.toUtf8() + "?flags=" + QByteArray::number(revision),
               QByteArray::fromStdString(halftone::codec::writePolicy(policy)))
               .status == 200;
  }
  // The names of the rules of the draft, in their order.
  Q_INVOKABLE [[nodiscard]] QStringList rules() const {
    QStringList names;
    const auto* rules = m_stand->vm.rules();
    for (int row = 0; row < rules->rowCount(); ++row)
      names << rules->index(row).data(halftone::app::RuleListModel::NameRole).toString();
    return names;
  }
  // Writes the rule that the editor would.
  Q_INVOKABLE void renameRule(int rule, const QString& name) {
    m_stand->vm.editRule(rule);
    m_stand->vm.editor()->setName(name);
    (void)m_stand->vm.acceptRule();
  }
  Q_INVOKABLE void weigh(int basisPoints) { m_stand->vm.split()->setWeight(0, basisPoints); }
  Q_INVOKABLE void stopConsul() {
    m_consul.stop();
    m_running = false;
  }
  void retranslate() {
    if (m_stand) m_stand->vm.retranslate();
  }
  void end() {
    auto before = std::exchange(m_stand, nullptr);
    emit begun();
  }

 signals:
  void begun();

 private:
  struct Stand {
    Stand(const QUrl& consul, halftone::app::VersionColors& colors, halftone::app::Session& session)
        : connection({consul, {}, {}}),
          policies(connection),
          traffic(connection, QUrl(proxy.admin())),
          feeds{&connection, &policies, &traffic, &colors, &session},
          vm(feeds),
          choice(feeds) {
      QQmlEngine::setObjectOwnership(&vm, QQmlEngine::CppOwnership);
      QQmlEngine::setObjectOwnership(&choice, QQmlEngine::CppOwnership);
      vm.setShown(true);
      connection.start();
      policies.start();
      traffic.start();
    }
    halftone::test::StreamServer proxy;  // silent
    bool listening = proxy.listen();
    halftone::app::ConsulConnection connection;
    halftone::app::PolicyFeed policies;
    halftone::app::TrafficFeed traffic;
    halftone::app::Feeds feeds;
    halftone::app::TrafficViewModel vm;
    halftone::app::ServiceChoice choice;
  };

  halftone::test::ConsulProcess m_consul;
  bool m_running = false;
  halftone::app::Session m_session;
  halftone::app::VersionColors m_colors;
  std::unique_ptr<Stand> m_stand;
};
