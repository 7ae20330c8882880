// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>

#include "app/viewmodels/ruleeditor.h"
#include "app/viewmodels/valuelist.h"
#include "tests/app/policies.h"

using namespace halftone;
using namespace halftone::app;
using halftone::test::chatPolicy;

class RuleEditorTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_editor = std::make_unique<RuleEditor>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_editor->conditions(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_editor->open(chatPolicy(), 0, chatPolicy().rules[0]);
  }

  void theFormWritesTheText() {
    form()->setAttribute(0, QStringLiteral("header:"));
    form()->setAttributeName(0, QStringLiteral("X-App"));
    form()->setOperator(0, QStringLiteral("prefix"));
    form()->setValue(0, QStringLiteral("beta"));
    QVERIFY(m_editor->text().contains(QLatin1String("{ \"attr\": \"header:X-App\", \"prefix\": \"beta\" }")));
    QVERIFY(m_editor->isAcceptable());
  }
  void theTextFillsTheForm() {
    QString text = m_editor->text();
    m_editor->setText(text.replace(QLatin1String("\"is\": \"1\""), QLatin1String("\"range\": [5, 9]"))
                          .replace(QLatin1String("office"), QLatin1String("labs")));
    QVERIFY(m_editor->isAcceptable());
    QCOMPARE(m_editor->name(), QStringLiteral("labs"));
    QCOMPARE(of(0, ConditionModel::ShapeRole).toString(), QStringLiteral("range"));
    QCOMPARE(of(0, ConditionModel::HighRole).toString(), QStringLiteral("9"));
    QCOMPARE(m_editor->text(), text);  // as it was typed
  }
  void aTextWithAnErrorKeepsTheFormAndSaysWhere() {
    m_editor->setText(QStringLiteral("{\n  \"name\": \"x\",\n"));
    QVERIFY(!m_editor->isAcceptable());
    QVERIFY(m_editor->isTextAhead());
    QCOMPARE(m_editor->name(), QStringLiteral("office"));
    QCOMPARE(m_editor->problems().constFirst().toMap().value(QStringLiteral("line")).toInt(), 3);
  }
  void whatIsWrongInTheFormIsSaidAtItsRow() {
    form()->addCondition(-1);
    form()->setAttribute(1, QStringLiteral("header:"));
    QVERIFY(!m_editor->isAcceptable());
    QVERIFY(of(0, ConditionModel::ProblemRole).toString().isEmpty());
    QVERIFY(!of(1, ConditionModel::ProblemRole).toString().isEmpty());
  }
  void lettersForANumberAreNotTaken() {
    form()->setOperator(0, QStringLiteral("range"));
    form()->setValue(0, QStringLiteral("12x"));
    QVERIFY(!m_editor->isAcceptable());
    QVERIFY(!of(0, ConditionModel::ProblemRole).toString().isEmpty());
    form()->setValue(0, QStringLiteral("-12"));
    QVERIFY(m_editor->isAcceptable());
    QCOMPARE(m_editor->rule().when[0].low, -12);
  }
  void aGroupTakesAlternatives() {
    form()->addGroup();
    QCOMPARE(form()->count(), 4);
    QCOMPARE(of(1, ConditionModel::GroupRole).toBool(), true);
    QCOMPARE(of(2, ConditionModel::DepthRole).toInt(), 1);
    form()->addCondition(1);
    form()->setValue(4, QStringLiteral("7"));
    QCOMPARE(m_editor->rule().when[1].children.size(), 3U);
    QCOMPARE(m_editor->rule().when[1].children[2].values.front(), std::string("7"));
    form()->removeCondition(3);
    QCOMPARE(m_editor->rule().when[1].children.size(), 2U);
    form()->removeCondition(1);
    QCOMPARE(form()->count(), 1);
  }
  void notIsAMarkOnWhatItDenies() {
    form()->setNegated(0, true);
    QVERIFY(m_editor->text().contains(QLatin1String("\"not\"")));
    QCOMPARE(form()->count(), 1);
    QCOMPARE(of(0, ConditionModel::NegatedRole).toBool(), true);
    form()->setValue(0, QStringLiteral("9"));
    QCOMPARE(m_editor->rule().when[0].children.front().values.front(), std::string("9"));
    form()->setNegated(0, false);
    QCOMPARE(m_editor->rule().when[0].kind, policy::Condition::Kind::Test);
  }
  void absentIsAnOperatorOfTheForm() {
    form()->setOperator(0, QStringLiteral("absent"));
    QVERIFY(m_editor->text().contains(QLatin1String("\"exists\": false")));
    QCOMPARE(of(0, ConditionModel::OperatorRole).toString(), QStringLiteral("absent"));
  }
  void networksAreForAddressesOnly() {
    form()->setAttribute(0, QStringLiteral("ip"));
    form()->setOperator(0, QStringLiteral("in"));
    form()->setValue(0, QStringLiteral("10.0.0.0/8, 2001:db8::/32"));
    QVERIFY(m_editor->isAcceptable());
    form()->setAttribute(0, QStringLiteral("user"));
    QCOMPARE(of(0, ConditionModel::OperatorRole).toString(), QStringLiteral("is"));
  }
  void theSlidersAreTheRulesSplit() {
    m_editor->split()->setWeight(0, 2500);
    QCOMPARE(m_editor->rule().split.back(), (policy::Share{"v2", BasisPoints(2500)}));
    QVERIFY(m_editor->isAcceptable());
    QVERIFY(m_editor->text().contains(QLatin1String("\"weight\": 25")));
  }
  void theStickyKeyIsChosenWithItsName() {
    m_editor->setStickBy(QStringLiteral("cookie:"));
    QVERIFY(!m_editor->isAcceptable());
    m_editor->setStickName(QStringLiteral("room"));
    QVERIFY(m_editor->isAcceptable());
    QVERIFY(m_editor->text().contains(QLatin1String("\"stickBy\": \"cookie:room\"")));
    m_editor->setStickBy({});
    QVERIFY(!m_editor->rule().stickBy);
  }
  void valuesWithCommasKeepTheirQuotes() {
    QCOMPARE(splitValues(QStringLiteral("a, \"b, c\" ,, \"say \"\"hi\"\"\"")),
             (std::vector<std::string>{"a", "b, c", "say \"hi\""}));
    QCOMPARE(joinValues({"a", "b, c", "say \"hi\""}), QStringLiteral("a, \"b, c\", \"say \"\"hi\"\"\""));
    QCOMPARE(splitValues({}), (std::vector<std::string>{""}));
  }
  void completionOffersWhatFitsTheLastValue() {
    m_editor->setCompletion({[](const QString&) {
                               return QStringList{QStringLiteral("X-App"), QStringLiteral("Host")};
                             },
                             [](const QString& attribute) {
                               return attribute == QLatin1String("user")
                                          ? QStringList{QStringLiteral("alice"), QStringLiteral("bob"),
                                                        QStringLiteral("malice")}
                                          : QStringList();
                             }});
    QCOMPARE(m_editor->namesLike(QStringLiteral("header:"), QStringLiteral("x")),
             QStringList{QStringLiteral("X-App")});
    QCOMPARE(m_editor->valuesLike(0, QStringLiteral("bob, ali")),
             (QStringList{QStringLiteral("alice"), QStringLiteral("malice")}));
  }

 private:
  [[nodiscard]] ConditionModel* form() const { return m_editor->conditions(); }
  [[nodiscard]] QVariant of(int row, int role) const { return form()->data(form()->index(row), role); }
  std::unique_ptr<RuleEditor> m_editor;
  std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(RuleEditorTest)
#include "tst_ruleeditor.moc"
