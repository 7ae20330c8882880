// SPDX-License-Identifier: GPL-3.0-or-later
// Consul's own command-line client against a registry: the real one, or the embedded one.
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <array>

#include "tests/server/registry/freshstart.h"
#include "tests/support/childprocess.h"
#include "tests/support/http.h"
#include "tests/support/main.h"
#include "tests/support/registryundertest.h"

using namespace halftone::test;

namespace {

constexpr int kCommandMs = 30'000;

QString program() {
  return qEnvironmentVariable("HALFTONE_CONSUL", QStringLiteral("consul"));
}

QString text(const char* words) {
  return QString::fromUtf8(words);
}

}  // namespace

class TestCli : public QObject {
  Q_OBJECT

  std::unique_ptr<RegistryUnderTest> m_registry = chosenRegistry();
  QTemporaryDir m_folder;

  QString address() const { return text("-http-addr=") + m_registry->url().toString(); }

  // Output and errors of `consul WORDS`, and its exit code at the end. "--" stands where options end: the
  // client wants them before the rest.
  QString consul(QStringList words, const QByteArray& input = {}) const {
    words.replace(words.indexOf(text("--")), address());
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program(), words);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(kCommandMs)) return text("no end");
    return QString::fromUtf8(process.readAll()) + QString::number(process.exitCode());
  }
  QString consul(const char* words, const QByteArray& input = {}) const {
    return consul(text(words).split(QLatin1Char(' ')), input);
  }
  QString file(const char* name, const QByteArray& content) const {
    QFile out(m_folder.filePath(text(name)));
    if (!out.open(QIODevice::WriteOnly)) return {};
    out.write(content);
    return out.fileName();
  }
  static bool isEmbedded() {
    return qEnvironmentVariable("HALFTONE_TEST_REGISTRY") == QLatin1String("embedded");
  }
  static bool succeeded(const QString& output) { return output.endsWith(QLatin1Char('0')); }

 private slots:
  void initTestCase() { QVERIFY(m_registry->start()); }
  void init() { QVERIFY(cleanRegistry(m_registry->url())); }
  void cleanupTestCase() { m_registry->stop(); }

  void keysAreWrittenReadAndDeleted() {
    QCOMPARE(consul("kv put -- app/color blue"), text("Success! Data written to: app/color\n0"));
    QCOMPARE(consul("kv get -- app/color"), text("blue\n0"));
    QVERIFY(consul("kv get -detailed -- app/color").contains(text("LockIndex        0")));
    QCOMPARE(consul("kv get -recurse -- app"), text("app/color:blue\n0"));
    QCOMPARE(consul("kv get -keys -- app"), text("app/\n0"));
    const QString stale = consul("kv put -cas -modify-index=1 -- app/color red");
    QVERIFY2(stale.contains(text("CAS failed")) && !succeeded(stale), qPrintable(stale));
    QCOMPARE(consul("kv delete -- app/color"), text("Success! Deleted key: app/color\n0"));
    QCOMPARE(consul("kv get -- app/color"), text("Error! No key exists at: app/color\n1"));
  }

  void keysAreExportedAndImported() {
    QVERIFY(succeeded(consul("kv put -- app/color blue")));
    QVERIFY(succeeded(consul("kv put -flags=18446744073709551615 -- app/big x")));
    const QString dump = consul("kv export -- app").chopped(1);
    QVERIFY(dump.contains(text("18446744073709551615")));
    QVERIFY(consul("kv delete -recurse -- app").startsWith(text("Success! Deleted keys with prefix: app")));
    QVERIFY(consul("kv import -- -", dump.toUtf8()).contains(text("Imported: app/color")));
    QCOMPARE(consul("kv get -- app/color"), text("blue\n0"));
  }

  void keysAreListedByPrefixAndSeparator() {
    for (const char* key : {"t/a", "t/b/c", "t/b/d", "u"}) {
      QVERIFY(succeeded(consul(text("kv put -- %1 v").arg(text(key)).split(QLatin1Char(' ')))));
    }
    QCOMPARE(consul("kv get -keys -- t/"), text("t/a\nt/b/\n0"));
    QCOMPARE(consul("kv get -keys -separator= -- t/"), text("t/a\nt/b/c\nt/b/d\n0"));
    QCOMPARE(consul("kv get -recurse -- t/b"), text("t/b/c:v\nt/b/d:v\n0"));
    QCOMPARE(consul("kv get -stale -- u"), text("v\n0"));
    QCOMPARE(consul("kv delete -recurse -- t/b"), text("Success! Deleted keys with prefix: t/b\n0"));
    QCOMPARE(consul("kv get -keys --"), text("t/\nu\n0"));
  }

  void valuesKeepTheirBytes() {
    QVERIFY(succeeded(consul("kv put -- k -", QByteArray("two\nlines\n"))));
    QCOMPARE(consul("kv get -- k"), text("two\nlines\n\n0"));
    QCOMPARE(consul("kv get -base64 -- k"), text("dHdvCmxpbmVzCg==\n0"));
    QVERIFY(succeeded(consul("kv put -base64 -- k Zm9v")));
    QCOMPARE(consul("kv get -- k"), text("foo\n0"));
    QVERIFY(consul("kv put -- k -", QByteArray(524'289, 'x'))
                .contains(text("Request body(524289 bytes) too large")));
  }

  void aSessionHoldsAKey() {
    const QByteArray body = exchange("PUT", m_registry->url(), "/v1/session/create").body;
    const QString session = QString::fromUtf8(body).section(QLatin1Char('"'), 3, 3);
    const auto take = [this, &session](const char* how) {
      return consul({text("kv"), text("put"), text(how), text("-session=") + session, text("--"), text("l"),
                     text("x")});
    };
    QCOMPARE(take("-acquire"), text("Success! Lock acquired on: l\n0"));
    QVERIFY(consul("kv get -detailed -- l").contains(session));
    QCOMPARE(take("-release"), text("Success! Lock released on: l\n0"));
    QCOMPARE(take("-release"), text("Error! Did not release lock\n1"));
    QVERIFY(consul("kv put -acquire -session=00000000-0000-0000-0000-000000000000 -- l x")
                .contains(text("Unexpected response code: 500 (invalid session")));
  }

  void nodesAreFoundByTheirMetaAndFilters() {
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/catalog/register",
                      "{\"Node\":\"ext\",\"Address\":\"10.1.1.1\",\"NodeMeta\":{\"rack\":\"r1\"},"
                      "\"Service\":{\"Service\":\"pay\",\"Tags\":[\"a\"]}}")
                 .status,
             200);
    QVERIFY(consul("catalog nodes -node-meta=rack=r1 --").contains(text("10.1.1.1")));
    QCOMPARE(consul("catalog nodes -node-meta=rack=r2 --").count(text("10.1.1.1")), 0);
    QVERIFY(consul("catalog nodes -detailed -near=_agent --").contains(text("rack=r1")));
    QVERIFY(consul("catalog nodes -service=pay --").contains(text("ext")));
    QCOMPARE(consul("catalog services -node=ext --"), text("pay\n0"));
    QCOMPARE(consul("catalog services -node-meta=rack=r1 -tags --").simplified(), text("pay a 0"));
    const auto filtered = [this](const char* filter) {
      return consul({text("catalog"), text("nodes"), text("-filter=") + text(filter), text("--")});
    };
    QVERIFY(filtered("Meta.rack == r1").contains(text("10.1.1.1")));
    QVERIFY(filtered("Meta.rack = r1").contains(text("Failed to create boolean expression evaluator")));
  }

  void operatorsAreAnswered() {
    QVERIFY(consul("operator raft list-peers --").contains(text("leader  true   3")));
    QVERIFY(consul("operator autopilot get-config --").contains(text("CleanupDeadServers = true")));
    QCOMPARE(consul("reload --"), text("Configuration reload triggered\n0"));
    QVERIFY(consul("force-leave -- nobody").contains(text("No node found with name 'nobody'")));
    QVERIFY(!succeeded(consul("join -- 127.0.0.1:1")));
    QCOMPARE(
        consul("acl token list --"),
        text("Failed to retrieve the token list: Unexpected response code: 401 (ACL support disabled)\n1"));
  }

  void theRegistryDoesNotLeave() {
    if (!isEmbedded()) QSKIP("a real Consul would leave");
    QVERIFY(consul("leave --").contains(text("end its process instead")));
    QVERIFY(succeeded(consul("catalog nodes --")));
  }

  void membersAndInfoAreTold() {
    const QString members = consul("members --");
    for (const char* word : {"alive", "server", "1.8.7", "dc1"}) {
      QVERIFY2(members.contains(text(word)), qPrintable(members));
    }
    const QString info = consul("info --");
    QVERIFY2(info.contains(text("server = true")) && succeeded(info), qPrintable(info));
  }

  void servicesAreRegisteredListedAndDeregistered() {
    const QString definition =
        file("web.json",
             "{\"service\":{\"name\":\"web\",\"port\":80,\"tags\":[\"blue\"],\"meta\":"
             "{\"version\":\"1\"},\"check\":{\"ttl\":\"1h\",\"status\":\"passing\"}}}");
    QCOMPARE(consul({text("services"), text("register"), text("--"), definition}),
             text("Registered service: web\n0"));
    QTRY_VERIFY(consul("catalog services --").contains(text("web")));
    QVERIFY(consul("catalog services -tags --").contains(text("blue")));
    QVERIFY(consul("catalog nodes -service=web --").contains(text("127.0.0.1")));
    QCOMPARE(consul("catalog datacenters --"), text("dc1\n0"));
    QCOMPARE(consul("services deregister -id=web --"), text("Deregistered service: web\n0"));
    QTRY_VERIFY(!consul("catalog services --").contains(text("web")));
  }

  void maintenanceIsSwitchedAndTold() {
    const QString definition = file("web.json", "{\"service\":{\"name\":\"web\"}}");
    QVERIFY(succeeded(consul({text("services"), text("register"), text("--"), definition})));
    QVERIFY(succeeded(consul("maint -enable -service=web -reason=upgrade --")));
    QVERIFY(consul("maint --").contains(text("upgrade")));
    QVERIFY(succeeded(consul("maint -disable -service=web --")));
    QVERIFY(succeeded(consul("maint -enable --")));
    QVERIFY(consul("maint --").contains(text("Node:")));
    QVERIFY(succeeded(consul("maint -disable --")));
    QCOMPARE(consul("maint --"), text("0"));
  }

  void aLockRunsItsCommandAndLeavesNothing() {
    QVERIFY(consul({text("lock"), text("--"), text("locks/a"), text("echo ran")}).contains(text("ran\n")));
    QCOMPARE(exchange("GET", m_registry->url(), "/v1/kv/locks/a?keys").status, 404);
    QVERIFY(consul({text("lock"), text("-n=2"), text("--"), text("sem"), text("echo ran")})
                .contains(text("ran\n")));
    // `consul lock` destroys its session from a thread of its own and may end first: then the TTL ends it,
    // for which Consul allows up to twice the 15 s asked for.
    QTRY_COMPARE_WITH_TIMEOUT(exchange("GET", m_registry->url(), "/v1/session/list").body.trimmed(),
                              QByteArray("[]"), 45'000);
  }

  void aHeldLockIsWaitedFor() {
    // The holder keeps the lock until a file appears.
    const QString sign = m_folder.filePath(text("released"));
    ChildProcess holder;
    QVERIFY(holder.start(program(), {text("lock"), address(), text("locks/b"),
                                     text("while [ ! -e '%1' ]; do sleep 0.1; done").arg(sign)}));
    const auto isHeld = [this] {
      return exchange("GET", m_registry->url(), "/v1/kv/locks/b/.lock").body.contains("Session");
    };
    QTRY_VERIFY_WITH_TIMEOUT(isHeld(), kCommandMs);
    const QString refused =
        consul({text("lock"), text("-timeout=1s"), text("--"), text("locks/b"), text("echo ran")});
    QVERIFY2(!refused.contains(text("ran\n")), qPrintable(refused));
    ChildProcess waiter;
    QVERIFY(waiter.start(program(), {text("lock"), address(), text("locks/b"), text("echo ran")}));
    QVERIFY(!file("released", "x").isEmpty());
    QCOMPARE(waiter.firstLine(std::chrono::milliseconds(kCommandMs)), QByteArray("ran"));
  }

  // A semaphore of two has room for two commands at once, and for no third.
  void aSemaphoreHasItsNumberOfHolders() {
    const QString sign = m_folder.filePath(text("sem-released"));
    const QStringList holding{text("lock"), text("-n=2"), address(), text("sem"),
                              text("echo ran; while [ ! -e '%1' ]; do sleep 0.1; done").arg(sign)};
    std::array<ChildProcess, 2> holders;
    for (ChildProcess& holder : holders) QVERIFY(holder.start(program(), holding));
    for (ChildProcess& holder : holders) {
      QCOMPARE(holder.firstLine(std::chrono::milliseconds(kCommandMs)), QByteArray("ran"));
    }
    const QString third = consul(
        {text("lock"), text("-n=2"), text("-timeout=500ms"), text("--"), text("sem"), text("echo ran")});
    QVERIFY2(!third.contains(text("ran\n")) && !succeeded(third), qPrintable(third));
    QVERIFY(!file("sem-released", "x").isEmpty());
    for (ChildProcess& holder : holders) QTRY_VERIFY_WITH_TIMEOUT(!holder.isRunning(), kCommandMs);
  }

  void aLockTellsItsChildsExitCode() {
    const QString output =
        consul({text("lock"), text("-child-exit-code"), text("--"), text("locks/c"), text("exit 7")});
    QVERIFY2(output.endsWith(QLatin1Char('2')), qPrintable(output));
  }

  void watchesTellWhatIsThere() {
    QVERIFY(succeeded(consul("kv put -- w 1")));
    QVERIFY(consul("watch -type=key -key=w --").contains(text("\"Value\": \"MQ==\"")));
    QVERIFY(consul("watch -type=services --").contains(text("\"consul\"")));
    QVERIFY(consul("watch -type=nodes --").contains(text("127.0.0.1")));
    QVERIFY(consul("watch -type=checks -state=passing --").contains(text("serfHealth")));
    QVERIFY(consul("watch -type=service -service=consul --").contains(text("Checks")));
    QCOMPARE(consul("watch -type=checks -service=none --"), text("[]\n0"));
    QCOMPARE(consul("watch -type=service -service=none -passingonly=true -tag=a --"), text("[]\n0"));
  }

  void aWatchRunsItsHandlerAtEachChange() {
    QVERIFY(succeeded(consul("kv put -- w 1")));
    ChildProcess watch;
    QVERIFY(watch.start(program(),
                        {text("watch"), address(), text("-type=keyprefix"), text("-prefix=w"), text("cat")}));
    QTRY_VERIFY_WITH_TIMEOUT(watch.output().contains("MQ=="), kCommandMs);
    QVERIFY(succeeded(consul("kv put -- w/2 two")));
    QTRY_VERIFY_WITH_TIMEOUT(watch.output().contains("dHdv"), kCommandMs);
  }

  void eventsReachTheirWatch() {
    QVERIFY(consul("event -name=deploy -- payload").startsWith(text("Event ID: ")));
    const auto told = [this] {
      return consul("watch -type=event -name=deploy --").contains(text("cGF5bG9hZA=="));
    };
    QTRY_VERIFY_WITH_TIMEOUT(told(), kCommandMs);
  }

  void configEntriesAreWrittenReadAndDeleted() {
    const QString entry =
        file("w.json", "{\"Kind\":\"service-defaults\",\"Name\":\"w\",\"Protocol\":\"http\"}");
    QVERIFY(succeeded(consul({text("config"), text("write"), text("--"), entry})));
    QVERIFY(consul("config read -kind=service-defaults -name=w --").contains(text("\"Protocol\": \"http\"")));
    QCOMPARE(consul("config list -kind=service-defaults --"), text("w\n0"));
    QVERIFY(succeeded(consul("config delete -kind=service-defaults -name=w --")));
    QCOMPARE(consul("config list -kind=service-defaults --"), text("0"));
    QVERIFY(consul("config read -kind=service-defaults -name=w --").contains(text("Config entry not found")));
    QVERIFY(consul("config list -kind=none --").contains(text("500 (invalid config entry kind: none)")));
  }

  // As the client makes them of HCL: with all that it adds.
  void aChainIsWrittenInItsOrder() {
    const auto write = [this](const QByteArray& entry, QStringList options = {}) {
      return consul(QStringList{text("config"), text("write")} + options + QStringList{text("--"), text("-")},
                    entry);
    };
    const QByteArray router =
        "Kind=\"service-router\" Name=\"w\" Routes=[{Match={HTTP={PathPrefix=\"/a\"}} "
        "Destination={Service=\"w\" "
        "RequestTimeout=\"5s\"}}]";
    QVERIFY(write(router).contains(text("does not permit advanced routing or splitting behavior")));
    QVERIFY(succeeded(write("Kind=\"service-defaults\" Name=\"w\" Protocol=\"http\"")));
    QVERIFY(succeeded(
        write("Kind=\"service-resolver\" Name=\"w\" Subsets={v1={Filter=\"Service.Meta.version == 1\"}}")));
    const QByteArray splitter =
        "Kind=\"service-splitter\" Name=\"w\" Splits=[{Weight=100 ServiceSubset=\"v1\"}]";
    const QStringList create{text("-cas"), text("-modify-index=0")};
    QVERIFY(succeeded(write(splitter, create)));
    QCOMPARE(write(splitter, create), text("Config entry not updated: service-splitter/w\n1"));
    QVERIFY(succeeded(write(router)));
    const QString told = consul("config read -kind=service-router -name=w --");
    QVERIFY2(told.contains(text("\"RequestTimeout\": \"5s\"")) && !told.contains(text("Namespace")),
             qPrintable(told));
    QVERIFY(!succeeded(consul("config delete -kind=service-defaults -name=w --")));
    for (const char* kind : {"service-router", "service-splitter", "service-resolver", "service-defaults"}) {
      QVERIFY(succeeded(
          consul(text("config delete -kind=%1 -name=w --").arg(text(kind)).split(QLatin1Char(' ')))));
    }
  }
};

HALFTONE_TEST_MAIN(TestCli)
#include "tst_cli.moc"
