// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QUrl>
#include <memory>
#include <utility>
#include <vector>

#include "backend/consul/instances.h"
#include "backend/store/auditlog.h"

namespace halftone::app {

class ConsulConnection;

// Takes an instance out of service by its maintenance mode, or puts it back: through the agent where it is
// registered, as no other may (contract, section 14, pitfall 3). That is the agent we talk to if it is the
// instance's node, else the one at the node's address, on the same port. GUI thread.
class Maintenance : public QObject {
  Q_OBJECT
 public:
  explicit Maintenance(const ConsulConnection& connection, QObject* parent = nullptr);

  using Done = consul::Client::Done<void>;
  void set(const consul::Instance& instance, bool on, const QString& reason, const store::Actor& actor,
           QObject* context, Done done);

  // The agents that would be asked, without asking them.
  using Agents = std::vector<std::pair<consul::Instance, consul::Endpoint>>;
  void findAgents(const std::vector<consul::Instance>& instances, QObject* context,
                  consul::Client::Done<Agents> done);
  // What is put to an agent.
  [[nodiscard]] static QUrl urlOf(const consul::Endpoint& agent, const consul::Instance& instance, bool on,
                                  const QString& reason);

  // The agent's endpoint for a node, when ours is the agent of `ownNode`: that agent alone. Pure.
  [[nodiscard]] static consul::Endpoint agentOf(const consul::Endpoint& ours, const std::string& ownNode,
                                                const consul::Instance& instance);

 private:
  // The agent that we talk to, at the address where it answered.
  struct OwnAgent {
    consul::Endpoint endpoint;
    std::string node;  // its name; empty if the agent may not be read
  };
  void askOwnAgent(QObject* context, consul::Client::Done<OwnAgent> done);
  void send(const consul::Endpoint& agent, const consul::Instance& instance, bool on, const QString& reason,
            const store::Actor& actor, QObject* context, const Done& done);

  const ConsulConnection& m_connection;
  store::AuditLog m_audit;
};

}  // namespace halftone::app
