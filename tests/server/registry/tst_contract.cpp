// SPDX-License-Identifier: GPL-3.0-or-later
// Plays the contract cases to a registry: the real Consul, or the embedded one. The expected answers were
// recorded from Consul 1.8.7; to record anew after adding requests, run with HALFTONE_RECORD_CASES=1.
#include <QDir>
#include <QFile>
#include <nlohmann/json.hpp>

#include "tests/server/registry/contractcase.h"
#include "tests/server/registry/freshstart.h"
#include "tests/support/main.h"
#include "tests/support/registryundertest.h"

using namespace halftone::test;

namespace {

constexpr int kSettleMs = 3'000;  // how long an agent's change may take to reach the catalog
constexpr int kRecordPauseMs = 400;

bool isRecording() {
  return qEnvironmentVariableIsSet("HALFTONE_RECORD_CASES");
}

QStringList caseFiles() {
  const QDir folder(QFINDTESTDATA("cases"));
  QStringList paths;
  for (const QString& name : folder.entryList({QStringLiteral("*.txt")})) paths.append(folder.filePath(name));
  return paths;
}

}  // namespace

class TestContract : public QObject {
  Q_OBJECT

  std::unique_ptr<RegistryUnderTest> m_registry = chosenRegistry();
  QByteArray m_nodeName, m_nodeId;

  [[nodiscard]] Normalizer normalizer() const {
    if (isRecording()) QTest::qWait(kRecordPauseMs);
    // The number of a write of now: whatever has a lower index is from before.
    static_cast<void>(exchange("PUT", m_registry->url(), "/v1/kv/baseline", "x"));
    static_cast<void>(exchange("DELETE", m_registry->url(), "/v1/kv/baseline"));
    const quint64 baseline =
        exchange("GET", m_registry->url(), "/v1/kv/baseline").field("X-Consul-Index").toULongLong();
    return {m_nodeName, m_nodeId, static_cast<quint16>(m_registry->url().port()), baseline};
  }

  // One step, and the answer as a line. Reads are tried again until they are as expected: an agent's changes
  // take a moment to reach the catalog.
  QByteArray play(const ContractStep& step, Normalizer& names) {
    const auto ask = [&](Normalizer& with) {
      return with.normalize(
          exchange(step.method, m_registry->url(), with.fill(step.target), with.fill(step.body)));
    };
    if (isRecording()) {
      if (step.method == "GET") QTest::qWait(kRecordPauseMs);
      return ask(names);
    }
    if (step.method != "GET") return ask(names);
    QByteArray answer;
    Normalizer tried = names;
    static_cast<void>(QTest::qWaitFor(
        [&] {
          tried = names;
          answer = ask(tried);
          return answer == step.expected;
        },
        kSettleMs));
    names = tried;
    return answer;
  }

  void verify(const ContractCase& wanted) {
    Normalizer names = normalizer();
    for (const ContractStep& step : wanted.steps) {
      const QByteArray answer = play(step, names);
      if (answer == step.expected) continue;
      QFAIL((step.method + ' ' + step.target + ' ' + step.body + "\n   Consul: " + step.expected +
             "\n   here:   " + answer)
                .constData());
    }
    QCOMPARE(names.order(), wanted.order);
  }

  void record(const QString& path) {
    QList<ContractCase> cases = readCases(path);
    for (ContractCase& one : cases) {
      QVERIFY2(cleanRegistry(m_registry->url()), one.name.constData());
      Normalizer names = normalizer();
      for (ContractStep& step : one.steps) step.expected = play(step, names);
      one.order = names.order();
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(writeCases(cases));
  }

 private slots:
  void initTestCase() {
    QVERIFY(m_registry->start());
    const QByteArray body = exchange("GET", m_registry->url(), "/v1/agent/self").body;
    const auto self = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
    QVERIFY(self.is_object());
    m_nodeName = QByteArray::fromStdString(self["Config"]["NodeName"].get<std::string>());
    m_nodeId = QByteArray::fromStdString(self["Config"]["NodeID"].get<std::string>());
    if (!isRecording()) return;
    for (const QString& path : caseFiles()) record(path);
    QSKIP("cases recorded");
  }

  void everyAnswerIsConsuls_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("at");
    for (const QString& path : caseFiles()) {
      const QList<ContractCase> cases = readCases(path);
      QVERIFY(!cases.isEmpty());
      for (int i = 0; i < cases.size(); ++i) {
        QTest::addRow("%s: %s", qPrintable(QFileInfo(path).baseName()), cases[i].name.constData())
            << path << i;
      }
    }
  }
  void everyAnswerIsConsuls() {
    QFETCH(QString, path);
    QFETCH(int, at);
    QVERIFY(cleanRegistry(m_registry->url()));
    verify(readCases(path).at(at));
  }

  void cleanupTestCase() { m_registry->stop(); }
};

HALFTONE_TEST_MAIN(TestContract)
#include "tst_contract.moc"
