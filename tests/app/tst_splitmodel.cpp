// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "app/viewmodels/splitmodel.h"

using namespace halftone;
using namespace halftone::app;

namespace {

std::vector<policy::Share> shares(std::initializer_list<std::pair<const char*, int>> list) {
  std::vector<policy::Share> result;
  for (const auto& [version, weight] : list) result.push_back({version, BasisPoints(weight)});
  return result;
}

QStringList words(const char* text) {
  return QString::fromLatin1(text).split(QLatin1Char(' '));
}

}  // namespace

class SplitModelTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_model = std::make_unique<SplitModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setInForce(shares({{"v3", 250}, {"v2", 500}, {"v1", 9250}}), QStringLiteral("v1"),
                        words("v1 v2 v3 v4"));
  }
  void cleanup() {
    m_tester.reset();
    m_model.reset();
  }

  void versionsOutsideTheSplitAreOfferedWithNothing() {
    QCOMPARE(column(SplitModel::VersionRole), (QVariantList{"v3", "v2", "v1", "v4"}));
    QCOMPARE(column(SplitModel::WeightRole), (QVariantList{250, 500, 9250, 0}));
    QCOMPARE(column(SplitModel::InForceRole), (QVariantList{250, 500, 9250, -1}));
    QVERIFY(!m_model->isChanged());
  }
  void aDragThatGoesBackUndoesEverything() {
    m_model->beginDrag();
    for (const int weight : {3000, 10000, 7777, 500}) m_model->setWeight(1, weight);
    m_model->endDrag();
    QCOMPARE(column(SplitModel::WeightRole), (QVariantList{250, 500, 9250, 0}));
    QVERIFY(!m_model->isChanged());
  }
  void typedPercentagesAreTakenAsPeopleWriteThem() {
    QVERIFY(m_model->setWeightText(1, QStringLiteral(" 12,5 % ")));
    QCOMPARE(column(SplitModel::WeightRole), (QVariantList{250, 1250, 8500, 0}));
    QCOMPARE(value(1, SplitModel::ChangeTextRole).toString(), QStringLiteral("+7.50"));
    for (const char* wrong : {"", "x", "101", "-1", "nan", "1e9"})
      QVERIFY(!m_model->setWeightText(1, QString::fromLatin1(wrong)));
    QCOMPARE(m_model->sumText(), QStringLiteral("100.00"));
  }
  void aVersionNewToTheSplitComesFirst() {
    m_model->setWeight(3, 100);
    QCOMPARE(m_model->wanted(), shares({{"v4", 100}, {"v3", 250}, {"v2", 500}, {"v1", 9150}}));
  }
  void anUntouchedDraftFollowsThePolicy() {
    m_model->setInForce(shares({{"v2", 3000}, {"v1", 7000}}), QStringLiteral("v1"), words("v1 v2"));
    QCOMPARE(column(SplitModel::WeightRole), (QVariantList{3000, 7000}));
  }
  void aChangedDraftOutlivesAnotherPublish() {
    m_model->setWeight(1, 2000);
    m_model->setInForce(shares({{"v3", 250}, {"v2", 1000}, {"v1", 8750}}), QStringLiteral("v1"),
                        words("v1 v2 v3 v4"));
    QCOMPARE(column(SplitModel::WeightRole), (QVariantList{250, 2000, 7750, 0}));
    QCOMPARE(column(SplitModel::InForceRole), (QVariantList{250, 1000, 8750, -1}));
  }
  void aDraftOfAVersionThatIsGoneGivesWay() {
    m_model->setWeight(0, 2000);
    m_model->setInForce(shares({{"v2", 500}, {"v1", 9500}}), QStringLiteral("v1"), words("v1 v2"));
    QCOMPARE(column(SplitModel::WeightRole), (QVariantList{500, 9500}));
  }
  void measuredSharesShowTheirBand() {
    m_model->setMeasured({{QStringLiteral("v2"), {0.05, 0.04, 0.062}}});
    QCOMPARE(value(1, SplitModel::MeasuredTextRole).toString(), QStringLiteral("5.0 ±1.1"));
    QCOMPARE(value(0, SplitModel::MeasuredRole).toDouble(), -1.0);
    QCOMPARE(value(0, SplitModel::MeasuredTextRole).toString(), QStringLiteral("–"));
  }
  void lockingARowLimitsTheOthers() {
    m_model->setLocked(2, true);
    QCOMPARE(value(1, SplitModel::LimitRole).toInt(), 750);
    m_model->setWeight(1, 5000);
    QCOMPARE(column(SplitModel::WeightRole), (QVariantList{0, 750, 9250, 0}));
  }
  void resetBringsBackWhatIsInForce() {
    QSignalSpy changed(m_model.get(), &SplitModel::weightsChanged);
    m_model->shareEvenly();
    QVERIFY(m_model->isChanged());
    m_model->reset();
    QVERIFY(!m_model->isChanged());
    QCOMPARE(changed.count(), 2);
  }

 private:
  [[nodiscard]] QVariant value(int row, int role) const { return m_model->data(m_model->index(row), role); }
  [[nodiscard]] QVariantList column(int role) const {
    QVariantList list;
    for (int row = 0; row < m_model->rowCount(); ++row) list.append(value(row, role));
    return list;
  }

  std::unique_ptr<SplitModel> m_model;
  std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(SplitModelTest)
#include "tst_splitmodel.moc"
