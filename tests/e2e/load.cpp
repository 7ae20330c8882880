// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/load.h"

#include <QTest>

#include "server/net/httphead.h"

namespace halftone::test {

Load::Load(const QUrl& proxy, std::string target)
    : m_proxy(*net::SocketAddress::parse(proxy.authority().toStdString())), m_target(std::move(target)) {}

void Load::send(const std::string& user, std::function<void(Outcome)> done) {
  net::ClientRequest request;
  request.to = m_proxy;
  request.target = m_target;
  request.fields = {{"X-User-ID", user}};
  m_client.send(std::move(request), [done = std::move(done)](const Result<net::HttpResponse>& response) {
    if (!response) return done({0, "", response.error().toString()});
    Outcome outcome{response->status, "", response->body};
    for (const auto& [name, value] : response->fields) {
      if (net::equalsIgnoringCase(name, "X-Halftone-Version")) outcome.version = value;
    }
    done(outcome);
  });
}

std::vector<Outcome> Load::sendAll(const std::vector<std::string>& users, int parallel) {
  std::vector<Outcome> outcomes(users.size());
  std::size_t next = 0;
  std::size_t done = 0;
  std::function<void()> sendNext = [&] {
    if (next == users.size()) return;
    const std::size_t mine = next++;
    send(users[mine], [&, mine](const Outcome& outcome) {
      outcomes[mine] = outcome;
      ++done;
      sendNext();
    });
  };
  for (int i = 0; i < parallel; ++i) sendNext();
  if (!QTest::qWaitFor([&] { return done == users.size(); }, 120'000)) qFatal("the load did not end");
  return outcomes;
}

void Load::startEndless(int parallel) {
  m_running = true;
  for (int i = 0; i < parallel; ++i) sendEndless();
}

void Load::sendEndless() {
  ++m_underWay;
  send("endless-" + std::to_string(m_nextUser++), [this](const Outcome& outcome) {
    --m_underWay;
    ++m_answered;
    if (outcome.status != 200) m_failures.push_back(outcome);
    if (m_running) sendEndless();
  });
}

void Load::stop() {
  m_running = false;
  if (!QTest::qWaitFor([this] { return m_underWay == 0; }, 30'000)) qFatal("the load did not end");
}

}  // namespace halftone::test
