// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSettings>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <optional>

#include "app/feeds/clusterbook.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/maintenance.h"
#include "app/feeds/tokenvault.h"

using namespace halftone;
using namespace halftone::app;

namespace {

Cluster cluster(const QString& name) {
  Cluster cluster;
  cluster.name = name;
  cluster.addresses = {QStringLiteral("http://127.0.0.1:8500")};
  return cluster;
}

// An agent of which only /v1/agent/self is asked.
class AgentStub : public QTcpServer {
 public:
  explicit AgentStub(const QByteArray& node) {
    connect(this, &QTcpServer::newConnection, this, [this, node] {
      QTcpSocket* socket = nextPendingConnection();
      connect(socket, &QTcpSocket::readyRead, socket, [socket, node] {
        if (!socket->readAll().endsWith("\r\n\r\n")) return;
        const QByteArray body = R"({"Config":{"NodeName":")" + node + R"("}})";
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                      body);
      });
    });
    listen(QHostAddress::LocalHost);
  }
  [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }
};

}  // namespace

// Clusters by name, in the settings; where their endpoints lead; where tokens are kept.
class TestCluster : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  std::unique_ptr<QSettings> m_settings;

 private slots:
  void init() {
    m_settings = std::make_unique<QSettings>(
        m_folder.filePath(QStringLiteral("%1.ini").arg(QString::fromLatin1(QTest::currentTestFunction()))),
        QSettings::IniFormat);
  }

  void clustersReadBackAsSaved() {
    ClusterBook book(m_settings.get());
    Cluster prod = cluster(QStringLiteral("prod"));
    prod.addresses << QStringLiteral("https://b:8501");
    prod.datacenter = QStringLiteral("dc2");
    prod.tls = {QStringLiteral("/a"), QStringLiteral("/b"), QStringLiteral("/c")};
    prod.production = true;
    prod.readOnly = true;
    QVERIFY(book.save(prod, {}).has_value());
    QVERIFY(book.save(cluster(QStringLiteral("dev")), {}).has_value());
    const QList<Cluster> all = ClusterBook(m_settings.get()).clusters();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all[0].name, QStringLiteral("dev"));
    QCOMPARE(all[1].addresses, prod.addresses);
    QCOMPARE(all[1].datacenter, prod.datacenter);
    QCOMPARE(all[1].tls.key, prod.tls.key);
    QVERIFY(all[1].production && all[1].readOnly && !all[0].production);
  }

  void nameIsUniqueAndMayChange() {
    ClusterBook book(m_settings.get());
    QVERIFY(book.save(cluster(QStringLiteral("a")), {}).has_value());
    QVERIFY(book.save(cluster(QStringLiteral("b")), {}).has_value());
    QVERIFY(!book.save(cluster(QStringLiteral("a")), QStringLiteral("b")).has_value());
    QVERIFY(!book.save(cluster(QStringLiteral(" ")), {}).has_value());
    QVERIFY(book.save(cluster(QStringLiteral("c")), QStringLiteral("b")).has_value());
    QVERIFY(!book.find(QStringLiteral("b")) && book.find(QStringLiteral("c")));
    book.remove(QStringLiteral("a"));
    QCOMPARE(book.clusters().size(), 1);
  }

  void addressesAreTakenAsPeopleWriteThem_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::newRow("host") << "consul-1"
                          << "http://consul-1:8500";
    QTest::newRow("host and port") << "10.0.0.5:9500"
                                   << "http://10.0.0.5:9500";
    QTest::newRow("https") << "https://consul-1:8501"
                           << "https://consul-1:8501";
    QTest::newRow("behind a proxy") << "https://consul.example/api"
                                    << "https://consul.example/api";
    QTest::newRow("spaces around") << "  localhost "
                                   << "http://localhost:8500";
    QTest::newRow("empty") << ""
                           << "";
    QTest::newRow("other scheme") << "ftp://a"
                                  << "";
    QTest::newRow("password in it") << "http://a:b@c"
                                    << "";
  }
  void addressesAreTakenAsPeopleWriteThem() {
    QFETCH(const QString, text);
    QFETCH(const QString, url);
    QCOMPARE(consulUrl(text).value_or(QUrl()).toString(), url);
  }

  void endpointHasAllOfTheCluster() {
    Cluster prod = cluster(QStringLiteral("prod"));
    prod.addresses << QStringLiteral("other");
    prod.datacenter = QStringLiteral("dc2");
    prod.readOnly = true;
    const auto endpoint = endpointOf(prod, "secret");
    QVERIFY(endpoint.has_value());
    QCOMPARE(endpoint->token, QByteArray("secret"));
    QCOMPARE(endpoint->datacenter, QStringLiteral("dc2"));
    QVERIFY(endpoint->readOnly);
    QCOMPARE(endpoint->others.size(), 1U);
  }

  void wrongAddressOrFileIsNamed() {
    Cluster wrong = cluster(QStringLiteral("x"));
    wrong.addresses = {QStringLiteral("ftp://a")};
    QCOMPARE(endpointOf(wrong, {}).error().place, std::string("ftp://a"));
    wrong = cluster(QStringLiteral("x"));
    wrong.tls.authority = QStringLiteral("/nowhere/ca.pem");
    QCOMPARE(endpointOf(wrong, {}).error().place, std::string("/nowhere/ca.pem"));
  }

  void maintenanceGoesToTheAgentOfTheInstancesNode() {
    const consul::Endpoint ours{QUrl(QStringLiteral("https://10.0.0.1:8501")), "t", QStringLiteral("dc2")};
    consul::Instance instance;
    instance.node = "here";
    instance.nodeAddress = "10.0.0.7";
    QCOMPARE(Maintenance::agentOf(ours, "here", instance).url, ours.url);
    const consul::Endpoint other = Maintenance::agentOf(ours, "elsewhere", instance);
    QCOMPARE(other.url, QUrl(QStringLiteral("https://10.0.0.7:8501")));
    QCOMPARE(other.token, QByteArray("t"));
    QVERIFY(other.datacenter.isEmpty());
  }

  // Ids are unique for each agent only: another one would put another instance into maintenance.
  void maintenanceIsAskedOfNoAgentInstead() {
    consul::Endpoint ours{QUrl(QStringLiteral("http://10.0.0.1:8500")), {}, {}};
    ours.others = {QUrl(QStringLiteral("http://10.0.0.2:8500"))};
    consul::Instance instance;
    instance.node = "here";
    instance.nodeAddress = "10.0.0.7";
    QVERIFY(Maintenance::agentOf(ours, "here", instance).others.empty());
    QVERIFY(Maintenance::agentOf(ours, "elsewhere", instance).others.empty());
  }

  void maintenanceGoesToTheAgentThatSaidItIsTheNode() {
    const AgentStub second("second");
    consul::Endpoint ours{QUrl(QStringLiteral("http://127.0.0.1:1")), {}, {}};  // nobody answers there
    ours.others = {second.url()};
    const ConsulConnection connection(ours);
    Maintenance maintenance(connection);
    consul::Instance instance;
    instance.node = "second";
    instance.nodeAddress = "10.0.0.7";
    std::optional<Result<Maintenance::Agents>> agents;
    maintenance.findAgents({instance}, this, [&agents](auto found) { agents = std::move(found); });
    QTRY_VERIFY_WITH_TIMEOUT(agents.has_value(), 15'000);
    QVERIFY2(agents->has_value(), agents->has_value() ? "" : agents->error().toString().c_str());
    QCOMPARE((*agents)->front().second.url, second.url());
  }

  void aClusterIsFoundByAnyOfItsAddresses() {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    ClusterBook book(&settings);
    Cluster prod;
    prod.name = QStringLiteral("prod");
    prod.addresses = {QStringLiteral("http://10.0.0.1:8500"), QStringLiteral("https://Consul.example/")};
    QVERIFY(book.save(prod, {}));
    for (const char* address : {"http://10.0.0.1:8500/", "https://consul.example:443"}) {
      const auto found = book.findByAddress({QStringLiteral("http://127.0.0.1:1"), QLatin1String(address)});
      QVERIFY2(found && found->name == prod.name, address);
    }
    for (const char* address : {"http://10.0.0.1:8501", "https://10.0.0.1:8500", "http://consul.example"})
      QVERIFY2(!book.findByAddress({QLatin1String(address)}), address);
  }

  // No keyring runs in tests: the token lasts as long as the vault.
  void withoutAKeyringATokenIsKeptForTheSessionAndItSaysSo() {
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    TokenVault vault;
    vault.write(QStringLiteral("prod"), "secret");
    QTRY_VERIFY_WITH_TIMEOUT(!vault.problem().isEmpty(), 30'000);
    std::optional<QByteArray> token;
    vault.read(QStringLiteral("prod"), this, [&token](const QByteArray& read) { token = read; });
    QTRY_VERIFY(token.has_value());
    QCOMPARE(*token, QByteArray("secret"));
    token.reset();
    vault.read(QStringLiteral("other"), this, [&token](const QByteArray& read) { token = read; });
    QTRY_VERIFY_WITH_TIMEOUT(token.has_value(), 30'000);
    QVERIFY(token->isEmpty());
  }
};

QTEST_GUILESS_MAIN(TestCluster)
#include "tst_cluster.moc"
