// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

#include "server/net/epolldispatcher.h"
#include "tests/server/chat/testnode.h"
#include "tests/support/childprocess.h"

using namespace halftone;
using namespace halftone::chat;
using namespace halftone::chat::testing;

// WebSocket clients that other people wrote, on two nodes of different versions with one store.
class TestOtherClients : public QObject {
  Q_OBJECT
 private slots:
  void aConversationWithAResume_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("deflate");
    for (const bool deflate : {false, true}) {
      const char* const how = deflate ? "compressed" : "plain";
      QTest::addRow("python3-websockets, %s", how)
          << QStringLiteral("/usr/bin/python3") << QStringLiteral("conversation.py") << deflate;
      QTest::addRow("node-ws, %s", how)
          << QStringLiteral("/usr/bin/node") << QStringLiteral("conversation.js") << deflate;
    }
  }
  void aConversationWithAResume() {
    QFETCH(QString, program);
    QFETCH(QString, script);
    QFETCH(bool, deflate);
    QTemporaryDir folder;
    NodeConfig v1 = sqliteConfig(folder, "chat-1", "v1");
    NodeConfig v2 = sqliteConfig(folder, "chat-2", "v2");
    v1.deflate = v2.deflate = deflate;
    const auto first = startNode(v1);
    const auto second = startNode(v2);
    const auto url = [](const auto& node) {
      return QStringLiteral("ws://") + QString::fromStdString(node->address().toString());
    };
    test::ChildProcess client;
    client.setVariable(QStringLiteral("NODE_PATH"), QStringLiteral("/usr/share/nodejs"));
    QVERIFY(
        client.start(program, {QStringLiteral(HALFTONE_CHAT_CLIENTS "/") + script, url(first), url(second),
                               deflate ? QStringLiteral("compressed") : QStringLiteral("plain")}));
    QTRY_VERIFY_WITH_TIMEOUT(!client.isRunning(), 60'000);
    QVERIFY2(client.exitCode() == 0, client.errorOutput().constData());
    QCOMPARE(client.output(), QByteArray("ok\n"));
  }
};

HALFTONE_CHAT_TEST_MAIN(TestOtherClients)
#include "tst_otherclients.moc"
