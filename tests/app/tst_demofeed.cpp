// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "app/feeds/demofeed.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone::app;
using namespace halftone::test;

namespace {

constexpr int kPatienceMs = 15000;

// A demo's admin address that keeps what is asked of it. It has no stream: that is refused.
class OrderBook : public QTcpServer {
 public:
  OrderBook() {
    connect(this, &QTcpServer::newConnection, this, [this] {
      QTcpSocket* socket = nextPendingConnection();
      connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
        QByteArray& heard = m_heard[socket];
        heard += socket->readAll();
        if (!isWhole(heard)) return;
        if (heard.startsWith("PUT ")) m_orders << QString::fromUtf8(heard);
        const bool isOrder = heard.startsWith("PUT ");
        heard.clear();
        socket->write(isOrder ? "HTTP/1.1 204 No Content\r\n\r\n"
                              : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      });
    });
  }
  // Head and body of each PUT.
  [[nodiscard]] const QStringList& orders() const { return m_orders; }

 private:
  static bool isWhole(const QByteArray& heard) {
    const auto end = heard.indexOf("\r\n\r\n");
    if (end < 0) return false;
    const QByteArray head = heard.left(end).toLower();
    const auto at = head.indexOf("content-length: ");
    if (at < 0) return true;
    return heard.size() - end - 4 >= head.mid(at + 16).split('\r').constFirst().toInt();
  }

  QHash<QTcpSocket*, QByteArray> m_heard;
  QStringList m_orders;
};

}  // namespace

// What is asked of a demo that a real Consul knows.
class DemoFeedTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_consul.start());
    QVERIFY(m_book.listen(QHostAddress::LocalHost));
    const QByteArray demo = "{\"Name\": \"halftone-demo\", \"Port\": 1, \"Meta\": {\"admin\": \"127.0.0.1:" +
                            QByteArray::number(m_book.serverPort()) + "\"}}";
    QCOMPARE(exchange("PUT", m_consul.url(), "/v1/agent/service/register", demo).status, 200);
  }

  void ordersGoToTheDemo() {
    DemoFeed feed({m_consul.url(), {}, {}});
    QSignalSpy acted(&feed, &DemoFeed::acted);
    feed.start();
    QTRY_VERIFY_WITH_TIMEOUT(feed.isFound(), kPatienceMs);
    const auto before = m_book.orders().size();
    feed.setUsers(300);
    feed.act(QStringLiteral("chat-1"), QStringLiteral("kill"));
    feed.setFaults({QStringLiteral("v2"), 0.25, 200});
    QTRY_COMPARE_WITH_TIMEOUT(acted.size(), 3, kPatienceMs);
    for (const auto& answer : acted) QCOMPARE(answer.constFirst().toString(), QString());
    const QString orders = m_book.orders().mid(before).join(QLatin1Char('\n'));
    for (const char* part : {"PUT /v1/demo/crowd ", "{\"users\":300}", "PUT /v1/demo/processes/chat-1 ",
                             "{\"action\":\"kill\"}", "PUT /v1/demo/faults/v2 ", "\"errorRate\":0.25"}) {
      QVERIFY2(orders.contains(QLatin1String(part)), part);
    }
  }

  void noOrderLeavesAReadOnlyConnection() {
    halftone::consul::Endpoint endpoint{m_consul.url(), {}, {}};
    endpoint.readOnly = true;
    DemoFeed feed(endpoint);
    QSignalSpy acted(&feed, &DemoFeed::acted);
    feed.start();
    QTRY_VERIFY_WITH_TIMEOUT(feed.isFound(), kPatienceMs);
    const auto before = m_book.orders().size();
    feed.setUsers(300);
    feed.act(QStringLiteral("chat-1"), QStringLiteral("kill"));
    feed.setFaults({QStringLiteral("v2"), 0.25, 200});
    QTRY_COMPARE_WITH_TIMEOUT(acted.size(), 3, kPatienceMs);
    for (const auto& answer : acted)
      QCOMPARE(answer.constFirst().toString(), QStringLiteral("this connection is read-only"));
    // An order of another connection comes after any that might have left.
    DemoFeed other({m_consul.url(), {}, {}});
    other.start();
    QTRY_VERIFY_WITH_TIMEOUT(other.isFound(), kPatienceMs);
    other.setUsers(7);
    QTRY_VERIFY_WITH_TIMEOUT(m_book.orders().size() > before, kPatienceMs);
    QCOMPARE(m_book.orders().size(), before + 1);
    QVERIFY(m_book.orders().constLast().endsWith(QLatin1String("{\"users\":7}")));
  }

  void withoutADemoItSaysSo() {
    DemoFeed feed({m_consul.url(), {}, {}});
    QSignalSpy acted(&feed, &DemoFeed::acted);
    feed.setUsers(300);  // not started: nothing is known of a demo
    QTRY_COMPARE(acted.size(), 1);
    QCOMPARE(acted.constFirst().constFirst().toString(), QStringLiteral("no demo is running"));
  }

 private:
  ConsulProcess m_consul;
  OrderBook m_book;
};

QTEST_GUILESS_MAIN(DemoFeedTest)
#include "tst_demofeed.moc"
