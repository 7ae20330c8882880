// SPDX-License-Identifier: GPL-3.0-or-later
// A reconnect storm: a node with thousands of sessions is killed, all of them come back to another node and
// resume there, each after a delay of its own; meanwhile the delivery to those who were there all along is
// measured.
//
//   bench_chat_storm build/bin/halftone-server [SESSIONS [SPREAD_MS]]
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "server/net/epolldispatcher.h"
#include "server/net/socket.h"
#include "server/net/websocketframe.h"

using namespace halftone;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

namespace {

struct Peer {
  QProcess process;
  net::SocketAddress address;
};

bool start(Peer& peer, const QString& program, const QTemporaryDir& folder, const QString& node) {
  peer.process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
  peer.process.start(
      program, {"chat", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--version", "v1", "--node",
                node, "--backplane", "sqlite:" + folder.filePath("chat.db"), "--message-rate", "0"});
  if (!peer.process.waitForReadyRead(10'000)) return false;
  const json ready = json::parse(peer.process.readLine().toStdString(), nullptr, false);
  if (!ready.is_object()) return false;
  peer.address = net::SocketAddress::parse(ready["listen"].get<std::string>()).value();
  return true;
}

struct Tally {
  int joined = 0;
  int resumed = 0;
  int refused = 0;             // resumes that were not recovered
  int lost = 0;                // connections that ended or were answered otherwise
  std::vector<double> delays;  // of messages to the untouched, milliseconds
};

// One client: upgrades, joins its room or resumes, and reads.
class Client final : public net::IoHandler {
 public:
  Client(Tally& tally, int number, bool isProbe) : m_tally(tally), m_number(number), m_isProbe(isProbe) {}
  ~Client() override { drop(); }

  void connectTo(const net::SocketAddress& to) {
    drop();
    auto fd = net::connectTcp(to);
    if (fd) m_fd = std::move(*fd);
    if (!m_fd || !net::EpollDispatcher::current()->watch(m_fd.get(), this)) return (void)++m_tally.lost;
    m_reader = std::make_unique<net::ws::Reader>(net::ws::Reader::Limits{1 << 20, 1 << 20, false});
    m_isUpgraded = m_isSent = false;
    m_head.clear();
  }
  void drop() {
    if (m_fd) net::EpollDispatcher::current()->unwatch(m_fd.get());
    m_fd.reset();
  }
  void say() {
    const auto now =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch()).count();
    send({{"type", "say"}, {"room", room()}, {"text", std::to_string(now)}});
  }
  void ready(std::uint32_t events) override {
    if ((events & EPOLLOUT) != 0 && !m_isSent) {
      m_isSent = true;
      const std::string head =
          "GET /ws?user=u" + std::to_string(m_number) +
          " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
      (void)!::send(m_fd.get(), head.data(), head.size(), MSG_NOSIGNAL);
    }
    char buffer[16384];
    while (m_fd) {
      const ssize_t count = ::recv(m_fd.get(), buffer, sizeof buffer, 0);
      if (count < 0) return;
      if (count == 0) return drop();
      take(buffer, static_cast<std::size_t>(count));
    }
  }

 private:
  [[nodiscard]] std::string room() const {
    return m_isProbe ? "probe" : "room" + std::to_string(m_number % 500);
  }
  void send(const json& frame) {
    const std::string bytes = net::ws::encodeMasked(net::ws::Opcode::Text, frame.dump(), 0x01020304);
    (void)!::send(m_fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  void take(char* bytes, std::size_t size) {
    std::string rest;
    if (!m_isUpgraded) {
      m_head.append(bytes, size);
      const std::size_t end = m_head.find("\r\n\r\n");
      if (end == std::string::npos) return;
      if (!m_head.starts_with("HTTP/1.1 101")) {
        ++m_tally.lost;
        return drop();
      }
      m_isUpgraded = true;
      rest = m_head.substr(end + 4);
      bytes = rest.data();
      size = rest.size();
    }
    m_reader->feed(bytes, size);
    for (;;) {
      const net::ws::Reader::Event event = m_reader->next();
      if (event.kind != net::ws::Reader::Event::Kind::Message) return;
      frame(json::parse(event.payload, nullptr, false));
    }
  }
  void frame(const json& frame) {
    const std::string type = frame["type"];
    if (type == "welcome") {
      const std::string token = std::exchange(m_token, frame["resume"].get<std::string>());
      if (token.empty()) return send({{"type", "join"}, {"room", room()}});
      send({{"type", "resume"},
            {"token", token},
            {"rooms", json::array({{{"room", room()}, {"epoch", m_epoch}, {"seq", m_seq}}})}});
    } else if (type == "joined") {
      m_epoch = frame["epoch"];
      m_seq = frame["seq"];
      const bool isBack = frame.contains("recovered");
      ++(isBack ? m_tally.resumed : m_tally.joined);
      if (isBack && !frame["recovered"].get<bool>()) ++m_tally.refused;
    } else if (type == "resumed" && !frame["recovered"].get<bool>()) {
      ++m_tally.refused;
    } else if (type == "message" && m_isProbe) {
      const auto now =
          std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch()).count();
      m_tally.delays.push_back(static_cast<double>(now - std::stoll(frame["text"].get<std::string>())) /
                               1000);
    }
  }

  Tally& m_tally;
  int m_number;
  bool m_isProbe;
  net::UniqueFd m_fd;
  std::unique_ptr<net::ws::Reader> m_reader;
  std::string m_head;
  std::string m_token;
  std::string m_epoch;
  std::uint64_t m_seq = 0;
  bool m_isUpgraded = false;
  bool m_isSent = false;
};

template <typename Condition>
bool waitFor(Condition condition, int timeoutMs) {
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(timeoutMs);
  while (!condition() && Clock::now() < end) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  return condition();
}

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void tell(const char* when, Tally& tally) {
  std::printf("%s: %zu deliveries to the untouched, p50 %.1f ms, p99 %.1f ms, longest %.1f ms\n", when,
              tally.delays.size(), percentile(tally.delays, 0.5), percentile(tally.delays, 0.99),
              percentile(tally.delays, 1));
  tally.delays.clear();
}

}  // namespace

int main(int argc, char* argv[]) {
  QCoreApplication::setEventDispatcher(new net::EpollDispatcher);
  QCoreApplication application(argc, argv);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.size() < 2)
    return std::fputs("bench_chat_storm HALFTONE_SERVER [SESSIONS [SPREAD_MS]]\n", stderr), 2;
  const int sessions = arguments.size() > 2 ? arguments[2].toInt() : 5000;
  const int spread = arguments.size() > 3 ? arguments[3].toInt() : 2000;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);

  const QTemporaryDir folder;
  Peer doomed;
  Peer safe;
  if (!start(doomed, arguments[1], folder, "chat-1") || !start(safe, arguments[1], folder, "chat-2"))
    return std::fputs("the nodes do not start\n", stderr), 1;
  Tally tally;
  std::vector<std::unique_ptr<Client>> probes;
  for (int i = 0; i < 100; ++i) probes.push_back(std::make_unique<Client>(tally, 1'000'000 + i, true));
  for (const auto& probe : probes) probe->connectTo(safe.address);
  QTimer beat;  // wakes the loop too
  int turn = 0;
  std::vector<std::unique_ptr<Client>> crowd;
  std::size_t opened = 0;
  beat.callOnTimeout([&] {
    probes[static_cast<std::size_t>(turn++ % 100)]->say();
    for (int i = 0; i < 50 && opened < crowd.size(); ++i) crowd[opened++]->connectTo(doomed.address);
  });
  if (!waitFor([&] { return tally.joined == 100; }, 20'000)) return 1;
  for (int i = 0; i < sessions; ++i) crowd.push_back(std::make_unique<Client>(tally, i, false));
  beat.start(20);
  if (!waitFor([&] { return tally.joined == 100 + sessions; }, 120'000))
    return std::fprintf(stderr, "only %d of %d joined\n", tally.joined - 100, sessions), 1;
  tally.delays.clear();
  (void)waitFor([until = Clock::now() + std::chrono::seconds(3)] { return Clock::now() > until; }, 4000);
  tell("before", tally);

  doomed.process.kill();
  doomed.process.waitForFinished();
  const Clock::time_point killed = Clock::now();
  std::vector<std::pair<int, std::size_t>> due;
  for (std::size_t i = 0; i < crowd.size(); ++i)
    due.emplace_back(QRandomGenerator::global()->bounded(spread + 1), i);
  std::sort(due.begin(), due.end());
  std::size_t next = 0;
  QTimer comeBack;
  comeBack.callOnTimeout([&] {
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - killed).count();
    for (; next < due.size() && due[next].first <= passed; ++next)
      crowd[due[next].second]->connectTo(safe.address);
  });
  comeBack.start(5);
  const bool isAbsorbed = waitFor([&] { return tally.resumed + tally.lost >= sessions; }, 120'000);
  const double seconds = std::chrono::duration<double>(Clock::now() - killed).count();
  std::printf("%d sessions were back after %.2f s (delays up to %d ms); not recovered %d, refused %d\n",
              tally.resumed, seconds, spread, tally.refused, tally.lost);
  tell("during", tally);
  crowd.clear();
  probes.clear();
  safe.process.terminate();
  safe.process.waitForFinished(5000);
  return isAbsorbed && tally.refused == 0 ? 0 : 1;
}
