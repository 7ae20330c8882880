// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "backend/store/drafts.h"

using namespace halftone;
using namespace halftone::store;

namespace {

Draft draft(const std::string& service, const std::string& text = "{\"a\":1}") {
  return {"prod", service, {}, {service, "{\n}", 7, 12345678901234567890U}, text};
}

}  // namespace

class TestDrafts : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  Drafts m_drafts{m_folder.filePath(QStringLiteral("drafts"))};

 private slots:
  void draftReadsBackAsSaved() {
    QVERIFY(m_drafts.save(draft("chat", "anything \"at\" all")).has_value());
    Result<Draft> loaded = m_drafts.load("prod", "chat");
    QVERIFY(loaded.has_value());
    QVERIFY(!loaded->savedAt.empty());
    loaded->savedAt.clear();
    QVERIFY(*loaded == draft("chat", "anything \"at\" all"));
  }

  void laterDraftReplacesTheFormer() {
    QVERIFY(m_drafts.save(draft("twice", "one")).has_value());
    QVERIFY(m_drafts.save(draft("twice", "two")).has_value());
    QCOMPARE(m_drafts.load("prod", "twice")->text, std::string("two"));
  }

  void clustersAndServicesAreKeptApartWhateverTheirNames() {
    Draft odd = draft("chat", "odd");
    odd.cluster = "../..//prod %2E";
    QVERIFY(m_drafts.save(odd).has_value());
    odd.cluster = "..";
    odd.text = "dots";
    QVERIFY(m_drafts.save(odd).has_value());
    QCOMPARE(m_drafts.load("../..//prod %2E", "chat")->text, std::string("odd"));
    QCOMPARE(m_drafts.load("..", "chat")->text, std::string("dots"));
    QCOMPARE(QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{"drafts"});
    QCOMPARE(m_drafts.load("elsewhere", "chat").error().code, ErrorCode::NotFound);
  }

  void removedDraftIsGoneAndRemovingAgainIsNoError() {
    QVERIFY(m_drafts.save(draft("gone")).has_value());
    QVERIFY(m_drafts.remove("prod", "gone").has_value());
    QCOMPARE(m_drafts.load("prod", "gone").error().code, ErrorCode::NotFound);
    QVERIFY(m_drafts.remove("prod", "gone").has_value());
  }

  void servicesWithDraftsAreListed() {
    const Drafts drafts(m_folder.filePath(QStringLiteral("drafts/listed")));
    QVERIFY(drafts.services("prod").empty());
    QVERIFY(drafts.save(draft("b.c")).has_value());
    QVERIFY(drafts.save(draft("a")).has_value());
    QCOMPARE(drafts.services("prod"), (std::vector<std::string>{"a", "b.c"}));
  }

  void brokenFileIsAnErrorAndStays() {
    QVERIFY(m_drafts.save(draft("broken")).has_value());
    const QString path = m_folder.filePath(QStringLiteral("drafts/prod/broken.draft.json"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"service\":") > 0);
    file.close();
    QCOMPARE(m_drafts.load("prod", "broken").error().code, ErrorCode::Protocol);
    QVERIFY(QFile::exists(path));
  }

  void onlyTheOwnerMayRead() {
    QVERIFY(m_drafts.save(draft("secret")).has_value());
    const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther;
    const QString path = m_folder.filePath(QStringLiteral("drafts/prod/secret.draft.json"));
    QVERIFY(!(QFile::permissions(path) & others));
  }

  void folderThatCannotBeMadeIsAnError() {
    const Drafts drafts(QStringLiteral("/proc/none"));
    QCOMPARE(drafts.save(draft("chat")).error().code, ErrorCode::Io);
  }
};

QTEST_APPLESS_MAIN(TestDrafts)
#include "tst_drafts.moc"
