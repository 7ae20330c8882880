// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <optional>

#include "backend/codec/policyjson.h"
#include "backend/store/merge.h"
#include "backend/store/policystore.h"
#include "backend/store/records.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"
#include "tests/support/main.h"
#include "tests/support/scriptedserver.h"

using namespace halftone;
using namespace halftone::store;
using halftone::test::exchange;
using halftone::test::ScriptedServer;

namespace {

const Actor kAnn{"ann", "desk-7", "console", {}};

// A policy of two versions that gives v2 so many hundredths of a percent.
policy::Policy splitPolicy(const std::string& service, int v2) {
  policy::Policy policy;
  policy.service = service;
  policy::Version v;
  v.select = {{"version", "v1"}};
  policy.versions.emplace_back("v1", v);
  v.select = {{"version", "v2"}};
  policy.versions.emplace_back("v2", v);
  policy.stable = "v1";
  policy.defaultRule.split = {{"v2", BasisPoints(v2)}, {"v1", BasisPoints(10000 - v2)}};
  return policy;
}

Publication publication(const policy::Policy& policy, const StoredPolicy& base = {}) {
  return {policy, base.modifyIndex, base.revision, kAnn, "because", 0};
}

template <typename T, typename Call>
Result<T> await(Call call) {
  std::optional<Result<T>> result;
  call([&result](Result<T> r) { result = std::move(r); });
  if (!QTest::qWaitFor([&result] { return result.has_value(); }, 30'000)) {
    return fail(ErrorCode::Timeout, "test", "the call did not come back");
  }
  return *result;
}

// A store with a client of its own, as each program has.
struct Desk {
  explicit Desk(const QUrl& url) : client({url, {}, {}}), store(&client) {}
  consul::Client client;
  PolicyStore store;

  Result<StoredPolicy> publish(const Publication& p) {
    return await<StoredPolicy>([&](auto done) { store.publish(p, &client, std::move(done)); });
  }
  Result<StoredPolicy> load(const std::string& service) {
    return await<StoredPolicy>([&](auto done) { store.load(service, &client, std::move(done)); });
  }
  Result<std::vector<HistoryEntry>> history(const std::string& service, int limit = 100) {
    return await<std::vector<HistoryEntry>>(
        [&](auto done) { store.history(service, limit, &client, std::move(done)); });
  }
};

// Publishes until it has succeeded so many times, loading anew after each conflict, as an operator would.
class Publisher : public QObject {
 public:
  Publisher(const QUrl& url, std::string service, int wanted)
      : m_desk(url), m_service(std::move(service)), m_wanted(wanted) {}

  void go() {
    if (m_published == m_wanted) return;
    m_desk.store.load(m_service, this, [this](const Result<StoredPolicy>& base) {
      // One more hundredth of a percent than what is in force: a lost update would miss in the sum.
      const int v2 = base ? codec::readPolicy(base->text)->defaultRule.split[0].weight.value() : 0;
      const Publication next = publication(splitPolicy(m_service, v2 + 1), base.value_or(StoredPolicy{}));
      m_desk.store.publish(next, this, [this](const Result<StoredPolicy>& result) {
        if (result) {
          ++m_published;
        } else if (result.error().code == ErrorCode::Conflict) {
          ++m_conflicts;
        } else {
          m_error = result.error();
          return;
        }
        go();
      });
    });
  }

  [[nodiscard]] bool isDone() const { return m_published == m_wanted || m_error; }
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  [[nodiscard]] int conflicts() const { return m_conflicts; }

 private:
  Desk m_desk;
  std::string m_service;
  int m_wanted;
  int m_published = 0;
  int m_conflicts = 0;
  std::optional<Error> m_error;
};

}  // namespace

class TestPolicyStore : public QObject {
  Q_OBJECT

  std::unique_ptr<test::RegistryUnderTest> m_registry = test::chosenRegistry();
  std::unique_ptr<Desk> m_desk;

 private slots:
  void initTestCase() {
    QVERIFY(m_registry->start());
    m_desk = std::make_unique<Desk>(m_registry->url());
  }

  void serviceWithoutPolicyIsNotFound() {
    QCOMPARE(m_desk->load("nothing").error().code, ErrorCode::NotFound);
    QVERIFY(m_desk->history("nothing")->empty());
  }

  void firstPublishIsRevisionOneAndLoadsBack() {
    const auto published = m_desk->publish(publication(splitPolicy("first", 500)));
    QVERIFY2(published.has_value(), published ? "" : published.error().toString().c_str());
    QCOMPARE(published->revision, 1U);
    const auto loaded = m_desk->load("first");
    QVERIFY(loaded.has_value());
    QCOMPARE(loaded->revision, 1U);
    QCOMPARE(loaded->modifyIndex, published->modifyIndex);
    QCOMPARE(loaded->text, codec::writePolicy(splitPolicy("first", 500)));
  }

  void publishLeavesAnAuditEntry() {
    QVERIFY(m_desk->publish(publication(splitPolicy("audited", 500))).has_value());
    const auto entries = await<std::vector<consul::KvEntry>>(
        [&](auto done) { m_desk->client.readPrefix("halftone/audit/", &m_desk->client, std::move(done)); });
    const auto isOurs = [](const auto& e) { return e.value.find("\"audited\"") != std::string::npos; };
    const auto found = std::ranges::find_if(*entries, isOurs);
    QVERIFY(found != entries->end());
    QVERIFY(found->value.find("\"action\":\"publish\"") != std::string::npos);
    QVERIFY(found->value.find("\"who\":\"ann\"") != std::string::npos);
    QVERIFY(found->value.find("\"from\":\"console on desk-7\"") != std::string::npos);
  }

  void publishOverAnothersIsAConflictThatNamesIt() {
    const auto base = m_desk->publish(publication(splitPolicy("fought", 500)));
    Desk other(m_registry->url());
    const auto theirs = other.publish(publication(splitPolicy("fought", 3000), *base));
    QVERIFY(theirs.has_value());
    const auto ours = m_desk->publish(publication(splitPolicy("fought", 1000), *base));
    QCOMPARE(ours.error().code, ErrorCode::Conflict);
    const std::string& message = ours.error().message;
    QVERIFY2(message.find("revision 2 is in force now, published by ann at 20") == 0, message.c_str());
    QVERIFY2(message.ends_with("(because); you had loaded revision 1"), message.c_str());
    QCOMPARE(m_desk->load("fought")->modifyIndex, theirs->modifyIndex);
    QCOMPARE(m_desk->history("fought")->size(), 2U);
  }

  void creatingWhatExistsIsAConflict() {
    QVERIFY(m_desk->publish(publication(splitPolicy("twice", 500))).has_value());
    const auto second = m_desk->publish(publication(splitPolicy("twice", 600)));
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    QVERIFY(second.error().message.ends_with("you had loaded none"));
  }

  void publishOverADeletedPolicyIsAConflict() {
    const auto base = m_desk->publish(publication(splitPolicy("deleted", 500)));
    QCOMPARE(exchange("DELETE", m_registry->url(), "/v1/kv/halftone/policies/deleted").status, 200);
    const auto next = m_desk->publish(publication(splitPolicy("deleted", 600), *base));
    QCOMPARE(next.error().code, ErrorCode::Conflict);
    QVERIFY(next.error().message.find("deleted") != std::string::npos);
  }

  void policyCreatedAgainGoesOnAfterItsOldHistory() {
    const auto one = m_desk->publish(publication(splitPolicy("again", 500)));
    QVERIFY(m_desk->publish(publication(splitPolicy("again", 600), *one)).has_value());
    QCOMPARE(exchange("DELETE", m_registry->url(), "/v1/kv/halftone/policies/again").status, 200);
    const auto created = m_desk->publish(publication(splitPolicy("again", 700)));
    QVERIFY2(created.has_value(), created ? "" : created.error().toString().c_str());
    QCOMPARE(created->revision, 3U);
    QCOMPARE(m_desk->load("again")->revision, 3U);
  }

  void policyWrittenByHandIsPublishedOver() {
    QVERIFY(m_desk->publish(publication(splitPolicy("byhand", 500))).has_value());
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/kv/halftone/policies/byhand", "{}").status, 200);
    const auto byHand = m_desk->load("byhand");
    QCOMPARE(byHand->revision, 0U);
    const auto published = m_desk->publish(publication(splitPolicy("byhand", 600), *byHand));
    QVERIFY2(published.has_value(), published ? "" : published.error().toString().c_str());
    QCOMPARE(published->revision, 2U);
  }

  void historyIsNewestFirstAndHoldsWhatWasInForce() {
    StoredPolicy base;
    for (int i = 1; i <= 20; ++i) {
      const auto published = m_desk->publish(publication(splitPolicy("long", i * 100), base));
      QVERIFY2(published.has_value(), published ? "" : published.error().toString().c_str());
      base = *published;
    }
    const auto all = m_desk->history("long");
    QCOMPARE(all->size(), 20U);
    for (std::size_t i = 0; i < all->size(); ++i) QCOMPARE((*all)[i].revision, 20 - i);
    QCOMPARE(all->front().text, base.text);
    QCOMPARE(all->front().who, std::string("ann"));
    QCOMPARE(m_desk->history("long", 3)->size(), 3U);
    QCOMPARE(m_desk->history("long", 3)->front().revision, 20U);
    QVERIFY(m_desk->history("long", 0)->empty());
  }

  void unreadableEntryOfTheHistoryIsLeftOut() {
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/kv/halftone/history/long/99", "{\"revis").status, 200);
    const auto history = m_desk->history("long");
    QVERIFY2(history.has_value(), history ? "" : history.error().toString().c_str());
    QCOMPARE(history->size(), 20U);
    for (std::size_t i = 0; i < history->size(); ++i) QCOMPARE((*history)[i].revision, 20 - i);
  }

  // Played, as it takes a deletion between two requests.
  void entryDeletedWhileTheHistoryIsReadIsLeftOut() {
    const std::string entry =
        writeHistoryEntry({"chat", 1, QDateTime::currentDateTimeUtc(), kAnn, "because", 0},
                          codec::writePolicy(splitPolicy("chat", 500)));
    // The server reads no bodies: a connection for each request.
    const auto answer = [](int status, const QByteArray& body) {
      return ScriptedServer::answer(status, body, "Connection: close\r\n");
    };
    ScriptedServer server([&](const QByteArray& target) {
      if (target.startsWith("/v1/txn"))
        return answer(409, R"({"Results":null,"Errors":[{"OpIndex":0,"What":"no such key"}]})");
      if (target.contains("keys"))
        return answer(200, R"(["halftone/history/chat/1","halftone/history/chat/2"])");
      if (target.endsWith("/2")) return answer(404, "");
      return answer(200,
                    "[{\"Key\":\"halftone/history/chat/"
                    "1\",\"Flags\":0,\"CreateIndex\":7,\"ModifyIndex\":7,\"Value\":\"" +
                        QByteArray::fromStdString(entry).toBase64() + "\"}]");
    });
    Desk desk(server.url());
    const auto history = desk.history("chat");
    QVERIFY2(history.has_value(), history ? "" : history.error().toString().c_str());
    QCOMPARE(history->size(), 1U);
    QCOMPARE(history->front().revision, 1U);
  }

  void listNamesTheServicesWithAPolicy() {
    QVERIFY(m_desk->publish(publication(splitPolicy("listed", 500))).has_value());
    const auto services = await<std::vector<std::string>>(
        [&](auto done) { m_desk->store.list(&m_desk->client, std::move(done)); });
    QVERIFY(std::ranges::find(*services, "listed") != services->end());
    QVERIFY(std::ranges::find(*services, "nothing") == services->end());
  }

  void invalidPolicyIsRefusedWithItsFindings() {
    policy::Policy policy = splitPolicy("invalid", 500);
    policy.defaultRule.split[0].weight = BasisPoints(600);
    const auto published = m_desk->publish(publication(policy));
    QCOMPARE(published.error().code, ErrorCode::Invalid);
    QVERIFY2(published.error().message.find("/default/split") != std::string::npos,
             published.error().message.c_str());
    QCOMPARE(m_desk->load("invalid").error().code, ErrorCode::NotFound);
  }

  void policyOverConsulsTransactionIsTooLarge() {
    policy::Policy policy = splitPolicy("huge", 500);
    for (int i = 0; i < 200; ++i) {
      policy::Condition condition;
      condition.op = policy::Operator::Is;
      condition.values = {std::string(1500, 'a')};
      policy.rules.push_back({.name = "rule " + std::to_string(i),
                              .when = {condition},
                              .split = {{"v2", BasisPoints::whole()}},
                              .salt = {},
                              .stickBy = {}});
    }
    const auto published = m_desk->publish(publication(policy));
    QCOMPARE(published.error().code, ErrorCode::TooLarge);
    QVERIFY2(published.error().message.find("512 KiB") != std::string::npos,
             published.error().message.c_str());
  }

  void serviceNameThatIsNoKeyIsRefused() {
    QCOMPARE(m_desk->load("../consul").error().code, ErrorCode::Invalid);
    QCOMPARE(m_desk->history("a/b").error().code, ErrorCode::Invalid);
  }

  void unreachableConsulIsAnErrorThatSaysSo() {
    test::ConsulProcess gone;
    QVERIFY(gone.start());
    Desk desk(gone.url());
    gone.stop();
    const auto published = desk.publish(publication(splitPolicy("chat", 500)));
    QCOMPARE(published.error().code, ErrorCode::Unreachable);
  }

  void rollbackPublishesTheOldDocumentAsANewRevision() {
    const auto first = m_desk->publish(publication(splitPolicy("back", 500)));
    const auto second = m_desk->publish(publication(splitPolicy("back", 3000), *first));
    const Rollback rollback{"back", 1, second->modifyIndex, second->revision, kAnn, "errors"};
    const auto third = await<StoredPolicy>(
        [&](auto done) { m_desk->store.rollback(rollback, &m_desk->client, std::move(done)); });
    QVERIFY2(third.has_value(), third ? "" : third.error().toString().c_str());
    QCOMPARE(third->revision, 3U);
    QCOMPARE(third->text, codec::writePolicy(splitPolicy("back", 500)));
    const auto history = m_desk->history("back");
    QCOMPARE(history->size(), 3U);
    QCOMPARE(history->front().restores, 1U);
    QCOMPARE(history->front().why, std::string("errors"));
    QCOMPARE(history->at(1).restores, 0U);
  }

  void rollbackOverWhatTheOperatorDidNotSeeIsAConflict() {
    const auto first = m_desk->publish(publication(splitPolicy("blind", 500)));
    QVERIFY(m_desk->publish(publication(splitPolicy("blind", 3000), *first)).has_value());
    const Rollback rollback{"blind", 1, first->modifyIndex, first->revision, kAnn, ""};
    const auto result = await<StoredPolicy>(
        [&](auto done) { m_desk->store.rollback(rollback, &m_desk->client, std::move(done)); });
    QCOMPARE(result.error().code, ErrorCode::Conflict);
  }

  void rollbackToARevisionThatNeverWasSaysSo() {
    const Rollback rollback{"back", 99, 1, 1, kAnn, ""};
    const auto result = await<StoredPolicy>(
        [&](auto done) { m_desk->store.rollback(rollback, &m_desk->client, std::move(done)); });
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    QCOMPARE(result.error().message, std::string("back has no revision 99"));
  }

  // Each round both publish over the same base at once; the one that sees the conflict merges and publishes.
  void twoStoresAtOneBaseTwoHundredTimesGiveOneConflictEachAndLoseNothing() {
    constexpr int kRounds = 200;
    Desk ann(m_registry->url());
    Desk bob(m_registry->url());
    auto inForce = ann.publish(publication(splitPolicy("rounds", 0)));
    int conflicts = 0;
    for (int round = 1; round <= kRounds; ++round) {
      QVERIFY2(inForce.has_value(), inForce ? "" : inForce.error().toString().c_str());
      const policy::Policy base = *codec::readPolicy(inForce->text);
      policy::Policy split = base;  // ann's field counts in the split, bob's in the salt
      split.defaultRule.split = splitPolicy("rounds", round).defaultRule.split;
      policy::Policy salted = base;
      salted.salt = "s" + std::to_string(round);

      std::optional<Result<StoredPolicy>> byAnn;
      std::optional<Result<StoredPolicy>> byBob;
      ann.store.publish(publication(split, *inForce), &ann.client,
                        [&](auto result) { byAnn = std::move(result); });
      bob.store.publish(publication(salted, *inForce), &bob.client,
                        [&](auto result) { byBob = std::move(result); });
      QTRY_VERIFY_WITH_TIMEOUT(byAnn && byBob, 30'000);
      QVERIFY(byAnn->has_value() != byBob->has_value());
      const bool annWon = byAnn->has_value();
      QCOMPARE((annWon ? *byBob : *byAnn).error().code, ErrorCode::Conflict);
      ++conflicts;

      const StoredPolicy theirs = annWon ? **byAnn : **byBob;
      const Merge merged = merge(&base, annWon ? salted : split, *codec::readPolicy(theirs.text));
      QVERIFY(merged.isClean());
      inForce = (annWon ? bob : ann).publish(publication(*merged.policy, theirs));
    }
    QCOMPARE(conflicts, kRounds);
    const auto last = m_desk->load("rounds");
    QCOMPARE(last->revision, 2U * kRounds + 1);
    const auto policy = codec::readPolicy(last->text);
    QCOMPARE(policy->defaultRule.split[0].weight.value(), kRounds);
    QCOMPARE(policy->salt.value_or(""), "s" + std::to_string(kRounds));
    const auto history = m_desk->history("rounds", 1000);
    QCOMPARE(history->size(), 2U * kRounds + 1);
    for (std::size_t i = 0; i < history->size(); ++i) QCOMPARE((*history)[i].revision, history->size() - i);
  }

  void twoStoresPublishingAtOnceLoseNothing() {
    Publisher ann(m_registry->url(), "race", 100);
    Publisher bob(m_registry->url(), "race", 100);
    ann.go();
    bob.go();
    QTRY_VERIFY_WITH_TIMEOUT(ann.isDone() && bob.isDone(), 90'000);
    QVERIFY2(!ann.error() && !bob.error(), (ann.error() ? *ann.error() : Error{}).toString().c_str());
    QVERIFY(ann.conflicts() + bob.conflicts() > 0);

    const auto last = m_desk->load("race");
    QCOMPARE(last->revision, 200U);
    QCOMPARE(codec::readPolicy(last->text)->defaultRule.split[0].weight.value(), 200);
    const auto history = m_desk->history("race", 1000);
    QCOMPARE(history->size(), 200U);
    for (const HistoryEntry& entry : *history) {
      QCOMPARE(static_cast<std::uint64_t>(codec::readPolicy(entry.text)->defaultRule.split[0].weight.value()),
               entry.revision);
    }
  }
};

HALFTONE_TEST_MAIN(TestPolicyStore)
#include "tst_policystore.moc"
