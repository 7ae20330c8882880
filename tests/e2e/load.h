// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUrl>
#include <functional>
#include <string>
#include <vector>

#include "server/net/httpclient.h"

namespace halftone::test {

// What one request through the proxy came to.
struct Outcome {
  int status = 0;       // 0: no answer
  std::string version;  // X-Halftone-Version
  std::string error;
};

// Sends GET requests with a user id each through a proxy, some at a time, in the test's event loop (which
// needs an EpollDispatcher).
class Load : public QObject {
 public:
  Load(const QUrl& proxy, std::string target);

  // One request for each user, in parallel; the outcomes in the users' order. Ends within two minutes.
  [[nodiscard]] std::vector<Outcome> sendAll(const std::vector<std::string>& users, int parallel = 16);

  // Goes on with ever new users until stop().
  void startEndless(int parallel);
  void stop();  // waits for what is under way
  [[nodiscard]] int answered() const { return m_answered; }
  [[nodiscard]] const std::vector<Outcome>& failures() const { return m_failures; }

 private:
  void send(const std::string& user, std::function<void(Outcome)> done);
  void sendEndless();

  net::SocketAddress m_proxy;
  std::string m_target;
  bool m_running = false;
  int m_underWay = 0;
  int m_answered = 0;
  int m_nextUser = 0;
  std::vector<Outcome> m_failures;
  net::HttpClient m_client;
};

}  // namespace halftone::test
