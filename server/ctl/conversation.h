// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "backend/store/policystore.h"
#include "server/ctl/commandline.h"

namespace halftone::ctl {

// The agents of --consul (several with commas), else of CONSUL_HTTP_ADDR as Consul's own tools read it. Token
// and TLS come by the environment: the command line every user of the machine sees.
[[nodiscard]] Result<consul::Endpoint> endpointOf(const CommandLine& line);

// One command's talk with Consul: runs the event loop until `finish` was called with the exit code.
class Conversation {
 public:
  explicit Conversation(consul::Endpoint endpoint);
  [[nodiscard]] consul::Client& client() { return m_client; }
  [[nodiscard]] store::PolicyStore& store() { return m_store; }
  [[nodiscard]] QObject* context() { return &m_context; }
  void finish(int code);
  [[nodiscard]] int run();

 private:
  std::optional<int> m_code;
  consul::Client m_client;
  store::PolicyStore m_store;
  QObject m_context;
};

}  // namespace halftone::ctl
