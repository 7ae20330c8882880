// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/maintenance.h"

#include <QPointer>
#include <nlohmann/json.hpp>

#include "app/feeds/consulconnection.h"

namespace halftone::app {

namespace {

// Config.NodeName of /v1/agent/self, empty if it has none.
std::string nodeNameIn(const QByteArray& body) {
  const auto self = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
  if (!self.is_object()) return {};
  const auto config = self.find("Config");
  if (config == self.end() || !config->is_object()) return {};
  const auto name = config->find("NodeName");
  return name != config->end() && name->is_string() ? name->get<std::string>() : std::string();
}

QString pathOf(const consul::Instance& instance) {
  return QStringLiteral("/v1/agent/service/maintenance/") +
         QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(instance.id)));
}

QString queryOf(bool on, const QString& reason) {
  QString query = on ? QStringLiteral("enable=true") : QStringLiteral("enable=false");
  if (on && !reason.isEmpty()) {
    query += QStringLiteral("&reason=") + QString::fromLatin1(QUrl::toPercentEncoding(reason));
  }
  return query;
}

}  // namespace

Maintenance::Maintenance(const ConsulConnection& connection, QObject* parent)
    : QObject(parent), m_connection(connection), m_audit(connection.client()) {}

consul::Endpoint Maintenance::agentOf(const consul::Endpoint& ours, const std::string& ownNode,
                                      const consul::Instance& instance) {
  consul::Endpoint agent = ours;
  agent.datacenter.clear();  // agents know only their own
  agent.others.clear();      // another agent may know another instance by this id
  if (instance.node != ownNode) agent.url.setHost(QString::fromStdString(instance.nodeAddress));
  return agent;
}

void Maintenance::askOwnAgent(QObject* context, consul::Client::Done<OwnAgent> done) {
  const auto tell = [ours = m_connection.endpoint(), context = QPointer<QObject>(context),
                     done = std::move(done)](const Result<consul::Answer>& self) {
    if (!context) return;
    // A token may switch maintenance and yet not read its agent: then the node's address must do.
    if (!self && self.error().code != ErrorCode::Refused) return done(tl::unexpected(self.error()));
    OwnAgent own{ours, {}};
    if (self) {
      own.endpoint.url = self->from;  // ours.url may be the one that did not answer
      own.node = nodeNameIn(self->body);
    }
    done(std::move(own));
  };
  m_connection.client()->get(QStringLiteral("/v1/agent/self"), {}, this, tell);
}

void Maintenance::set(const consul::Instance& instance, bool on, const QString& reason,
                      const store::Actor& actor, QObject* context, Done done) {
  askOwnAgent(context, [this, instance, on, reason, actor, context = QPointer<QObject>(context),
                        done = std::move(done)](const Result<OwnAgent>& own) {
    if (!own) return done(tl::unexpected(own.error()));
    const consul::Endpoint agent = agentOf(own->endpoint, own->node, instance);
    send(agent, instance, on, reason, actor, context, done);
  });
}

void Maintenance::findAgents(const std::vector<consul::Instance>& instances, QObject* context,
                             consul::Client::Done<Agents> done) {
  askOwnAgent(context, [instances, done = std::move(done)](const Result<OwnAgent>& own) {
    if (!own) return done(tl::unexpected(own.error()));
    Agents agents;
    for (const consul::Instance& instance : instances)
      agents.emplace_back(instance, agentOf(own->endpoint, own->node, instance));
    done(std::move(agents));
  });
}

QUrl Maintenance::urlOf(const consul::Endpoint& agent, const consul::Instance& instance, bool on,
                        const QString& reason) {
  return QUrl(agent.url.toString(QUrl::StripTrailingSlash | QUrl::FullyEncoded) + pathOf(instance) +
              QLatin1Char('?') + queryOf(on, reason));
}

void Maintenance::send(const consul::Endpoint& agent, const consul::Instance& instance, bool on,
                       const QString& reason, const store::Actor& actor, QObject* context, const Done& done) {
  auto* client = new consul::Client(agent, this);
  const store::Act act{on ? "maintenance on" : "maintenance off", instance.service,
                       instance.node + "/" + instance.id, actor, reason.toStdString()};
  client->put(pathOf(instance), queryOf(on, reason), {}, this,
              [this, client, act, node = instance.node, agent, context = QPointer<QObject>(context),
               done](const Result<consul::Answer>& answer) {
                client->deleteLater();
                if (!answer) {
                  if (!context) return;
                  const std::string at = "agent of " + node + " at " + agent.url.authority().toStdString();
                  return done(fail(answer.error().code, at, answer.error().message));
                }
                m_audit.record(act, this, [](const Result<void>&) {});
                if (context) done({});
              });
}

}  // namespace halftone::app
