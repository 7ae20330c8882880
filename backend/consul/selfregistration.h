// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "backend/consul/client.h"

namespace halftone::consul {

// Keeps a role registered at its agent: registers on start, again when the agent has lost it (restart), and
// deregisters on stop. Lives in one thread with an event loop.
class SelfRegistration : public QObject {
  Q_OBJECT
 public:
  SelfRegistration(Client* client, ServiceRegistration service, QObject* parent = nullptr);
  ~SelfRegistration() override;
  void start();
  // Deregisters and then calls back, at the latest after two seconds, whether it worked or not.
  void stop(std::function<void()> done);

 signals:
  void registered();
  void failed(const halftone::Error& error);  // each change of the reason; it goes on trying

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace halftone::consul
