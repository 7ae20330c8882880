// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/app/sessionscene.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QQuickItem>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <memory>

#include "app/application.h"
#include "app/viewmodels/sessionstable.h"
#include "tests/app/streamserver.h"
#include "tests/bench/app/measures.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

namespace halftone::bench {

namespace {

constexpr int kNodes = 4;
constexpr int kInFrame = 2000;  // sessions in one frame of a full answer
constexpr int kTickMs = 500;    // nodes tell changes twice a second
constexpr std::chrono::minutes kPatience{2};

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

// The nodes, in a thread of their own.
class Stage {
 public:
  Stage(int sessions, int changesPerSecond) {
    m_stage.moveToThread(&m_thread);
    m_thread.start();
    there([this, sessions, changesPerSecond] {
      const int changes = changesPerSecond / kNodes * kTickMs / 1000;
      for (int node = 0; node < kNodes; ++node) {
        m_players.push_back(std::make_unique<Player>(node, sessions / kNodes, changes));
        m_isListening = m_players.back()->listen() && m_isListening;
      }
    });
  }
  ~Stage() {
    there([this] { m_players.clear(); });
    m_thread.quit();
    m_thread.wait();
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  [[nodiscard]] bool enlistIn(const QUrl& consul) const {
    bool isEnlisted = m_isListening;
    for (int node = 0; node < kNodes && isEnlisted; ++node)
      isEnlisted = enlist(consul, node, m_players[static_cast<std::size_t>(node)]->admin());
    return isEnlisted;
  }

 private:
  template <typename Job>
  void there(Job job) {
    QMetaObject::invokeMethod(&m_stage, job, Qt::BlockingQueuedConnection);
  }

  QThread m_thread;
  QObject m_stage;
  std::vector<std::unique_ptr<Player>> m_players;
  bool m_isListening = true;
};

}  // namespace

SessionsResult scrollLiveSessions(int sessions, int changesPerSecond) {
  SessionsResult result;
  test::ConsulProcess consul;
  if (!consul.start()) return result;
  (void)test::exchange("PUT", consul.url(), "/v1/kv/halftone/policies/chat?flags=1", kPolicy);
  const Stage stage(sessions, changesPerSecond);
  if (!stage.enlistIn(consul.url())) return result;

  result.megabytesBefore = rssMegabytes();
  QElapsedTimer clock;
  clock.start();
  app::Options options;
  options.consul.url = consul.url();
  options.dark = true;
  options.language = QStringLiteral("en");
  options.page = QStringLiteral("sessions");
  app::Application console(options);
  if (!console.start() || !QTest::qWaitForWindowExposed(console.window())) return result;
  const auto item = [&console](const char* name) {
    return find(console.window()->contentItem(), QString::fromLatin1(name));
  };
  const auto isFull = [&item, sessions] {
    const QQuickItem* view = item("sessionsView");
    return view != nullptr && view->property("rows").toInt() >= sessions / kNodes * kNodes;
  };
  if (!runUntil(isFull, kPatience)) return result;
  result.fullAfterSeconds = static_cast<double>(clock.elapsed()) / 1000;
  auto* table = item("sessionsTable")->property("table").value<app::FlatTable*>();
  table->sortBy(app::SessionsTable::Messages);  // which is what changes
  runFor(std::chrono::seconds(1));
  result.scrolled = scrollByWheel(item("sessionsView"));
  result.megabytes = rssMegabytes();
  return result;
}

}  // namespace halftone::bench
