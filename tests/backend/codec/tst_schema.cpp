// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <nlohmann/json.hpp>

#include "backend/codec/policyjson.h"
#include "tests/backend/codec/examples.h"
#include "tests/backend/codec/schemacheck.h"
#include "tests/backend/policy/builders.h"

using namespace halftone;
using Json = nlohmann::ordered_json;

// The schema and the parser judge the same examples alike, as far as a schema can.
class TestSchema : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
    m_schema = Json::parse(codec::policySchema(), nullptr, false);
    QVERIFY(m_schema.is_object());
  }
  void goodPoliciesSatisfyTheSchema() {
    for (const char* text : test::kGoodPolicies) {
      const std::string complaint = test::schemaComplaint(Json::parse(test::json(text)), m_schema, m_schema);
      QVERIFY2(complaint.empty(), (complaint + " in " + text).c_str());
    }
  }
  void writtenPoliciesSatisfyTheSchema() {
    for (const char* text : test::kGoodPolicies) {
      const std::string written = codec::writePolicy(test::policyOf(text));
      const std::string complaint = test::schemaComplaint(Json::parse(written), m_schema, m_schema);
      QVERIFY2(complaint.empty(), (complaint + " in " + written).c_str());
    }
  }
  void badShapesDoNot_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(test::kBadPolicies)); ++i)
      QTest::newRow(test::kBadPolicies[i].name) << i;
  }
  void badShapesDoNot() {
    QFETCH(int, index);
    const test::BadExample& example = test::kBadPolicies[index];
    const std::string complaint =
        test::schemaComplaint(Json::parse(test::json(example.json)), m_schema, m_schema);
    QCOMPARE(!complaint.empty(), example.schemaSees);
  }

 private:
  Json m_schema;
};

QTEST_APPLESS_MAIN(TestSchema)
#include "tst_schema.moc"
