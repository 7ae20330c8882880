// SPDX-License-Identifier: GPL-3.0-or-later
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>
#include <memory>

#include "tests/server/net/epolltest.h"

// Qt's own classes that talk to the system, on an EpollDispatcher.
class TestEpollDispatcherClasses : public QObject {
  Q_OBJECT

 private slots:
  void processesRunAndTalk() {
    QProcess process;
    process.start(QStringLiteral("/bin/cat"), QStringList());
    process.write("through the pipe");
    process.closeWriteChannel();
    QSignalSpy finished(&process, &QProcess::finished);
    QVERIFY(turnsUntil([&] { return finished.count() == 1; }));
    QCOMPARE(process.readAllStandardOutput(), QByteArray("through the pipe"));
    QCOMPARE(process.exitCode(), 0);
  }

  void blockingWaitsOfQtWork() {
    QProcess process;
    process.start(QStringLiteral("/bin/true"), QStringList());
    QVERIFY(process.waitForFinished(5000));
  }

  void tcpSocketsCarryMegabytes() {
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QByteArray sent(3'000'000, 'm');
    QByteArray received;
    connect(&server, &QTcpServer::newConnection, this, [&] {
      QTcpSocket* const peer = server.nextPendingConnection();
      connect(peer, &QTcpSocket::readyRead, this, [&received, peer] { received += peer->readAll(); });
    });
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, server.serverPort());
    client.write(sent);
    QVERIFY(turnsUntil([&] { return received.size() == sent.size(); }));
    client.disconnectFromHost();
    QVERIFY(turnsUntil([&] { return client.state() == QAbstractSocket::UnconnectedState; }));
  }

  void networkAccessManagerGetsAnswers() {
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this, [&] {
      QTcpSocket* const peer = server.nextPendingConnection();
      connect(peer, &QTcpSocket::readyRead, peer, [peer] {
        if (!peer->readAll().endsWith("\r\n\r\n")) return;
        peer->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      });
    });
    QNetworkAccessManager manager;
    QUrl url(QStringLiteral("http://127.0.0.1/"));
    url.setPort(server.serverPort());
    const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(url)));
    QVERIFY(turnsUntil([&] { return reply->isFinished(); }));
    QCOMPARE(reply->readAll(), QByteArray("ok"));
  }

  void webSocketsTalk() {
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    std::unique_ptr<QWebSocket> peer;
    connect(&server, &QWebSocketServer::newConnection, this, [&] {
      peer.reset(server.nextPendingConnection());
      connect(peer.get(), &QWebSocket::textMessageReceived, peer.get(),
              [&](const QString& text) { peer->sendTextMessage(text); });
    });
    QWebSocket client;
    QSignalSpy echoes(&client, &QWebSocket::textMessageReceived);
    connect(&client, &QWebSocket::connected, this, [&] { client.sendTextMessage(QStringLiteral("hello")); });
    client.open(server.serverUrl());
    QVERIFY(turnsUntil([&] { return echoes.count() == 1; }));
    QCOMPARE(echoes.first().first().toString(), QStringLiteral("hello"));
  }
};

HALFTONE_EPOLL_TEST_MAIN(TestEpollDispatcherClasses)
#include "tst_epolldispatcher_classes.moc"
