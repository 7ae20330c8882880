// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ctl/conversation.h"

#include <QCoreApplication>

#include "backend/consul/environment.h"

namespace halftone::ctl {

Result<consul::Endpoint> endpointOf(const CommandLine& line) {
  return consul::endpointOfEnvironment(QString::fromStdString(line.value("--consul").value_or(std::string())),
                                       "--consul");
}

Conversation::Conversation(consul::Endpoint endpoint) : m_client(std::move(endpoint)), m_store(&m_client) {}

void Conversation::finish(int code) {
  m_code = code;
  QCoreApplication::exit(code);
}

// What is refused before anything is sent may finish before the loop runs.
int Conversation::run() {
  return m_code ? *m_code : QCoreApplication::exec();
}

}  // namespace halftone::ctl
