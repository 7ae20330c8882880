// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "app/viewmodels/rulelistmodel.h"
#include "tests/app/policies.h"

using namespace halftone;
using namespace halftone::app;
using halftone::test::chatPolicy;
using halftone::test::stored;

class RuleListModelTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_model = std::make_unique<RuleListModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    policy::Policy policy = chatPolicy();
    for (const char* name : {"third", "fourth"}) {
      policy.rules.push_back(policy.rules[0]);
      policy.rules.back().name = name;
    }
    m_draft = *PolicyDraft::of(stored(policy));
    m_model->setDraft(*m_draft);
  }

  void aRuleThatMovesIsMovedInTheView_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::newRow("down") << 0 << 2;
    QTest::newRow("to the end") << 1 << 3;
    QTest::newRow("up") << 3 << 0;
    QTest::newRow("to a neighbour") << 1 << 2;
  }
  void aRuleThatMovesIsMovedInTheView() {
    QFETCH(const int, from);
    QFETCH(const int, to);
    QSignalSpy moved(m_model.get(), &QAbstractItemModel::rowsMoved);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    m_draft->moveRule(static_cast<std::size_t>(from), static_cast<std::size_t>(to));
    m_model->setDraft(*m_draft);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(removed.size(), 0);
    for (std::size_t i = 0; i < 4; ++i)
      QCOMPARE(name(static_cast<int>(i)), QString::fromStdString(m_draft->edited().rules[i].name));
  }
  void addedAndRemovedRulesAreToldAsSuch() {
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_draft->duplicateRule(1);
    m_model->setDraft(*m_draft);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted[0][1].toInt(), 2);
    m_draft->removeRule(0);
    m_model->setDraft(*m_draft);
    QCOMPARE(m_model->count(), 4);
    QCOMPARE(name(0), QStringLiteral("premium"));
  }
  void onlyWhatDiffersFromWhatIsInForceIsMarked() {
    m_draft->setRuleEnabled(1, false);
    m_model->setDraft(*m_draft);
    QCOMPARE(m_model->data(m_model->index(0), RuleListModel::ChangedRole).toBool(), false);
    QCOMPARE(m_model->data(m_model->index(1), RuleListModel::ChangedRole).toBool(), true);
    QCOMPARE(m_model->data(m_model->index(1), RuleListModel::EnabledRole).toBool(), false);
  }

 private:
  [[nodiscard]] QString name(int row) const {
    return m_model->data(m_model->index(row), RuleListModel::NameRole).toString();
  }
  std::unique_ptr<RuleListModel> m_model;
  std::unique_ptr<QAbstractItemModelTester> m_tester;
  std::optional<PolicyDraft> m_draft;
};

QTEST_APPLESS_MAIN(RuleListModelTest)
#include "tst_rulelistmodel.moc"
