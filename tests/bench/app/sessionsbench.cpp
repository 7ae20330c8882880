// SPDX-License-Identifier: GPL-3.0-or-later
// The Sessions page with many sessions that change: the whole console on a real Consul, four nodes whose
// streams are played by another thread. Prints the time to the first full table, the length of frames while
// it scrolls and the sessions change, and the process's memory (the players' share included).
//
//   QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software halftone_sessionsbench [SESSIONS]
//   [CHANGES_PER_SECOND]
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include "app/viewmodels/flattable.h"
#include "tests/app/streamserver.h"
#include "tests/qml/pagedriver.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;

namespace {

constexpr int kNodes = 4;
constexpr int kInFrame = 2000;  // sessions in one frame of a full answer
constexpr int kFrames = 120;
constexpr int kPatienceMs = 120'000;
constexpr int kTickMs = 500;  // nodes tell changes twice a second

// The time of the nodes' clocks is ours.
QString frame(int node, bool full, int from, int to, int messages) {
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  QStringList sessions;
  for (int i = from; i < to; ++i) {
    sessions
        << QStringLiteral(
               R"({"id":"s-%1","user":"u%2","rooms":["room-%3"],"since":%4,"lastActive":%5,"messages":%6,"address":"10.0.0.1:5%7"})")
               .arg(i)
               .arg(node * 1'000'000 + i)
               .arg(i % 200)
               .arg(now - 1000 * i)
               .arg(now)
               .arg(messages + i % 97)
               .arg(i % 1000, 4, 10, QLatin1Char('0'));
  }
  return QStringLiteral(
             R"({"type":"sessions","node":"chat-%1","version":"v%2","epoch":"e","time":%3,"full":%4,"open":%5,"state":"serving","moves":[],"sessions":[%6]})")
      .arg(node)
      .arg(1 + node % 2)
      .arg(now)
      .arg(full ? QStringLiteral("true") : QStringLiteral("false"))
      .arg(to)
      .arg(sessions.join(QLatin1Char(',')));
}

// One node's stream; lives in the players' thread.
class Player : public QObject {
 public:
  Player(int node, int sessions, int changes) : m_node(node), m_sessions(sessions), m_changes(changes) {
    m_timer.setInterval(kTickMs);
    m_timer.callOnTimeout(this, [this] { tick(); });
  }
  [[nodiscard]] bool listen() {
    m_server.greet(frame(m_node, true, 0, std::min(kInFrame, m_sessions), 0));
    m_timer.start();
    return m_server.listen();
  }
  [[nodiscard]] QString admin() const { return m_server.admin(); }

 private:
  void tick() {
    if (m_server.accepted() == 0) return;
    if (m_sent < m_sessions) {  // the rest of the full answer
      for (m_sent = kInFrame; m_sent < m_sessions; m_sent += kInFrame)
        m_server.send(frame(m_node, false, m_sent, std::min(m_sent + kInFrame, m_sessions), 0));
      return;
    }
    const int from = (m_ticks * m_changes) % std::max(1, m_sessions - m_changes);
    m_server.send(frame(m_node, false, from, std::min(from + m_changes, m_sessions), ++m_ticks));
  }

  test::StreamServer m_server;
  QTimer m_timer{this};
  int m_node;
  int m_sessions;
  int m_changes;  // in a tick
  int m_sent = 0;
  int m_ticks = 0;
};

double rssMegabytes() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  return file.readAll().split(' ').value(1).toDouble() * 4096 / 1e6;
}

// Of this thread; on a busy machine it tells what a frame costs, where the clock on the wall tells the
// machine.
double cpuMilliseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double at(const std::vector<double>& sorted, double share) {
  return sorted.empty() ? 0
                        : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

bool enlist(const QUrl& consul, int node, const QString& admin) {
  const QByteArray id = "chat-" + QByteArray::number(node);
  const QByteArray body = R"({"ID":")" + id + R"(","Name":"chat","Port":1,"Meta":{"version":"v)" +
                          QByteArray::number(1 + node % 2) + R"(","admin":")" + admin.toUtf8() +
                          R"("},"Check":{"TTL":"600s","Status":"passing"}})";
  return test::exchange("PUT", consul, "/v1/agent/service/register", body).status == 200;
}

constexpr char kPolicy[] =
    R"({"apiVersion":"halftone/v1","service":"chat",
        "versions":{"v1":{"select":{"version":"v1"}},"v2":{"select":{"version":"v2"}}},"stable":"v1",
        "default":{"split":[{"version":"v2","weight":25},{"version":"v1","weight":75}],"stickBy":"user"}})";

}  // namespace

int main(int argc, char* argv[]) {
  QStandardPaths::setTestModeEnabled(true);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  QApplication application(argc, argv);
  app::Application::prepare(application);
  const int sessions = argc > 1 ? QByteArray(argv[1]).toInt() : 20'000;
  const int changes = argc > 2 ? QByteArray(argv[2]).toInt() : 1'000;

  test::ConsulProcess consul;
  if (!consul.start()) return 1;
  (void)test::exchange("PUT", consul.url(), "/v1/kv/halftone/policies/chat?flags=1", kPolicy);
  QThread thread;
  thread.start();
  std::vector<std::unique_ptr<Player>> players;
  QObject stage;
  stage.moveToThread(&thread);
  bool isListening = true;
  QMetaObject::invokeMethod(
      &stage,
      [&] {
        for (int node = 0; node < kNodes; ++node) {
          players.push_back(
              std::make_unique<Player>(node, sessions / kNodes, changes / kNodes * kTickMs / 1000));
          isListening = players.back()->listen() && isListening;
        }
      },
      Qt::BlockingQueuedConnection);
  for (int node = 0; node < kNodes && isListening; ++node)
    isListening = enlist(consul.url(), node, players[static_cast<std::size_t>(node)]->admin());

  test::PageDriver page;
  QElapsedTimer clock;
  clock.start();
  const double before = rssMegabytes();
  bool isShown = isListening && page.start(consul.url(), QStringLiteral("sessions"));
  isShown = isShown && QTest::qWaitFor(
                           [&] {
                             return page.of(QStringLiteral("sessionsView"), "rows").toInt() >=
                                    sessions / kNodes * kNodes;
                           },
                           kPatienceMs);
  std::printf("%d sessions of %d nodes: first full table after %.2f s, RSS %.0f MB (%.0f MB before)\n",
              sessions, kNodes, static_cast<double>(clock.elapsed()) / 1000, rssMegabytes(), before);

  QQuickItem* view = isShown ? page.find(QStringLiteral("sessionsView")) : nullptr;
  std::vector<double> frames;
  std::vector<double> costs;
  for (int i = 0; view != nullptr && i < kFrames; ++i) {
    clock.restart();
    const double spent = cpuMilliseconds();
    const double end = view->property("contentHeight").toDouble() - view->height();
    view->setProperty("contentY", end * i / kFrames);
    (void)page.window()->grabWindow();  // lays out and draws a whole frame
    QCoreApplication::processEvents();
    frames.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    costs.push_back(cpuMilliseconds() - spent);
  }
  std::sort(frames.begin(), frames.end());
  std::printf(
      "%zu frames while it scrolls and %d sessions a second change: p50 %.1f ms, p99 %.1f ms, longest %.1f "
      "ms\n",
      frames.size(), changes, at(frames, 0.5), at(frames, 0.99), frames.empty() ? 0 : frames.back());
  std::sort(costs.begin(), costs.end());
  std::printf("CPU of a frame in the GUI thread: p50 %.1f ms, p99 %.1f ms\n", at(costs, 0.5),
              at(costs, 0.99));
  std::printf("RSS at the end %.0f MB\n", rssMegabytes());

  QMetaObject::invokeMethod(
      &stage, [&] { players.clear(); }, Qt::BlockingQueuedConnection);
  thread.quit();
  thread.wait();
  return view != nullptr ? 0 : 1;
}
