// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/backend/policy/builders.h"
#include "tests/support/consulprocess.h"

using namespace halftone;

// get, put and history against a real Consul agent of this test's own.
class TestCtlConsul : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
    QVERIFY(m_consul.start());
    m_url = m_consul.url().toString();
  }
  void aServiceWithoutPolicyIsAFailure() {
    const Run run = ctl({"policy", "get", "nobody", "--consul", m_url});
    QCOMPARE(run.code, 1);
    QCOMPARE(run.out, QByteArray());
    QVERIFY(!run.err.isEmpty());
  }
  void whatWasPutIsGotAndRemembered() {
    const Run first = ctl({"policy", "put", policyFile("a", "chat"), "--consul", m_url, "-m", "the first"});
    QCOMPARE(first.code, 0);
    QCOMPARE(first.out, QByteArray("chat: revision 1 is in force\n"));
    const Run second = ctl({"policy", "put", policyFile("b", "chat"), "--consul", m_url, "-m", "the second"});
    QCOMPARE(second.out, QByteArray("chat: revision 2 is in force\n"));
    const Run got = ctl({"policy", "get", "chat", "--consul", m_url});
    QCOMPARE(got.code, 0);
    const auto read = codec::readPolicy(got.out.toStdString());
    QVERIFY(read.has_value());
    QCOMPARE(*read->salt, std::string("b"));
    const Run history = ctl({"policy", "history", "chat", "--consul", m_url});
    QCOMPARE(history.code, 0);
    const QList<QByteArray> lines = history.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[0].startsWith("2\t") && lines[0].endsWith("\tthe second"));
    QVERIFY(lines[1].startsWith("1\t") && lines[1].endsWith("\tthe first"));
    QCOMPARE(ctl({"policy", "history", "chat", "--consul", m_url, "--limit", "1"}).out.count('\n'), 1);
  }
  void aRollbackIsANewRevision() {
    for (const char* salt : {"one", "two"}) {
      QCOMPARE(ctl({"policy", "put", policyFile(salt, "back"), "--consul", m_url}).code, 0);
    }
    const Run diff = ctl({"policy", "diff", "back", "1", "2", "--consul", m_url});
    QCOMPARE(diff.out, QByteArray("- /salt: \"one\"\n+ /salt: \"two\"\n"));
    const Run run = ctl({"policy", "rollback", "back", "1", "--consul", m_url, "-m", "two was worse"});
    QCOMPARE(run.out, QByteArray("back: revision 3 is in force, with what revision 1 said\n"));
    QCOMPARE(ctl({"policy", "diff", "back", "1", "3", "--consul", m_url}).out, QByteArray());
    QCOMPARE(ctl({"policy", "rollback", "back", "77", "--consul", m_url}).code, 1);
    QCOMPARE(ctl({"policy", "rollback", "back", "x", "--consul", m_url}).code, 2);
  }
  void keysAreWrittenAndRead() {
    const QString file = write("value", "blue\n");
    QCOMPARE(ctl({"kv", "get", "app/color", "--consul", m_url}).code, 1);
    QCOMPARE(ctl({"kv", "put", "app/color", file, "--consul", m_url, "--cas", "0"}).code, 0);
    const Run refused = ctl({"kv", "put", "app/color", file, "--consul", m_url, "--cas", "0"});
    QCOMPARE(refused.code, 1);
    QVERIFY(refused.err.contains("index is stale"));
    QCOMPARE(ctl({"kv", "get", "app/color", "--consul", m_url}).out, QByteArray("blue\n"));
    QVERIFY(ctl({"kv", "get", "app/color", "--consul", m_url, "--detailed"}).out.startsWith("index\t"));
    QCOMPARE(ctl({"kv", "put", "app/color", file, "--consul", m_url, "--cas", "x"}).code, 2);
  }
  void theCatalogIsListed() {
    QVERIFY(ctl({"catalog", "services", "--consul", m_url}).out.contains("consul\t\n"));
    const Run found = ctl({"catalog", "instances", "consul", "--consul", m_url});
    QCOMPARE(found.code, 0);
    QVERIFY(found.out.contains("\tpassing\t"));
    QCOMPARE(ctl({"catalog", "instances", "nobody", "--consul", m_url}).code, 1);
    const Run bad = ctl({"catalog", "instances", "consul", "--consul", m_url, "--filter", "x = y"});
    QCOMPARE(bad.code, 1);
    QVERIFY(bad.err.contains("boolean expression"));
    QCOMPARE(ctl({"catalog", "services", "--consul", "http://127.0.0.1:1," + m_url}).code, 0);
  }
  void aBadPolicyIsNotPut() {
    QCOMPARE(ctl({"policy", "put", write("bad.json", "{}"), "--consul", m_url}).code, 1);
  }

 private:
  struct Run {
    int code = -1;
    QByteArray out;
    QByteArray err;
  };
  static Run ctl(const QStringList& arguments) {
    QProcess process;
    process.start(qEnvironmentVariable("HALFTONE_BIN_DIR") + QStringLiteral("/halftonectl"), arguments);
    Run run;
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit) return run;
    run.code = process.exitCode();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
  }
  QString policyFile(const std::string& salt, const std::string& service) {
    return write("policy.json",
                 test::json("{'apiVersion':'halftone/v1','service':'" + service + "','salt':'" + salt +
                            "','versions':{'v1':{'select':{'version':'v1'}}},'stable':'v1','default':{'split'"
                            ":[{'version':'v1','weight':100}]}}"));
  }
  QString write(const QString& name, const std::string& text) {
    QFile out(m_folder.filePath(name));
    if (!out.open(QIODevice::WriteOnly)) qFatal("cannot write");
    out.write(text.data(), static_cast<qint64>(text.size()));
    return out.fileName();
  }
  QTemporaryDir m_folder;
  test::ConsulProcess m_consul;
  QString m_url;
};

QTEST_GUILESS_MAIN(TestCtlConsul)
#include "tst_ctl_consul.moc"
