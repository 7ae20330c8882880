// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QTest>
#include <nlohmann/json.hpp>

#include "server/proxy/filters/headeredit.h"
#include "server/proxy/filters/jwtkeys.h"
#include "server/proxy/filters/origins.h"
#include "server/proxy/filters/prefixrewrite.h"
#include "server/proxy/filters/ratelimit.h"
#include "server/proxy/tunneldrain.h"
#include "tests/server/proxy/tokens.h"

using namespace halftone;
using namespace halftone::proxy::filters;
using halftone::proxy::TunnelDrain;
using halftone::proxy::test::tokenOf;
using policy::Duration;
using Json = nlohmann::json;

namespace {

const TokenBuckets::TimePoint kNow{std::chrono::seconds(1'000)};
constexpr std::int64_t kToday = 1'800'000'000;

// What openssl(1) writes.
std::string openssl(const QStringList& arguments, const std::string& input = {}) {
  QProcess program;
  program.start(QStringLiteral("openssl"), arguments);
  program.write(QByteArray::fromStdString(input));
  program.closeWriteChannel();
  if (!program.waitForFinished()) return {};
  return program.readAllStandardOutput().toStdString();
}

struct KeyPair {
  std::string secret;
  std::string shared;
};

KeyPair newKeys(jwt_alg_t algorithm) {
  if (algorithm == JWT_ALG_HS256) return {"a secret of the shop's", "a secret of the shop's"};
  const QStringList options =
      algorithm == JWT_ALG_ES256
          ? QStringList{"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"}
          : QStringList{"genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"};
  const std::string secret = openssl(options);
  return {secret, openssl({"pkey", "-pubout"}, secret)};
}

std::shared_ptr<const JwtKeys> keysOf(const std::string& algorithm, const std::string& key) {
  const Json one{{"alg", algorithm}, {algorithm == "HS256" ? "secret" : "pem", key}};
  const auto keys = JwtKeys::parse(Json{{"keys", Json::array({one})}}.dump());
  return keys ? *keys : nullptr;
}

}  // namespace

class FiltersTest : public QObject {
  Q_OBJECT
 private slots:
  void tokensComeBackWithTime();
  void bucketHoldsNoMoreThanItsBurst();
  void tableOfBucketsIsBounded();
  void fieldsAreRemovedAndSet();
  void prefixOfThePathIsReplaced();
  void originsAreMatched_data();
  void originsAreMatched();
  void tokensAreVerified_data();
  void tokensAreVerified();
  void publicKeyIsNoSecret();
  void timesOfATokenAreChecked();
  void audienceAndIssuerAreChecked();
  void garbageIsNoToken();
  void badKeyFilesAreRefused();
  void drainFollowsItsRule();
};

void FiltersTest::tokensComeBackWithTime() {
  TokenBuckets buckets(2, Duration{1'000}, 0);
  QCOMPARE(buckets.take("a", kNow).count(), 0);
  QCOMPARE(buckets.take("a", kNow).count(), 0);
  const auto wait = buckets.take("a", kNow);
  QVERIFY(wait > std::chrono::milliseconds(490) && wait < std::chrono::milliseconds(510));
  QCOMPARE(buckets.take("b", kNow).count(), 0);
  QCOMPARE(buckets.take("a", kNow + wait).count(), 0);
  QVERIFY(buckets.take("a", kNow + wait).count() > 0);
}

void FiltersTest::bucketHoldsNoMoreThanItsBurst() {
  TokenBuckets buckets(1, Duration{1'000}, 3);
  int taken = 0;
  for (int i = 0; i < 10; ++i) taken += buckets.take("a", kNow).count() == 0 ? 1 : 0;
  QCOMPARE(taken, 3);
  for (int i = 0; i < 10; ++i) taken += buckets.take("a", kNow + std::chrono::hours(1)).count() == 0 ? 1 : 0;
  QCOMPARE(taken, 6);
}

void FiltersTest::tableOfBucketsIsBounded() {
  TokenBuckets buckets(1, Duration{60'000}, 0);
  QCOMPARE(buckets.take("first", kNow).count(), 0);
  for (std::size_t i = 0; i < TokenBuckets::kMaxKeys + 10; ++i) {
    QCOMPARE(buckets.take("other " + std::to_string(i), kNow).count(), 0);
    if (i == 0) QVERIFY(buckets.take("first", kNow).count() > 0);
  }
  QCOMPARE(buckets.size(), TokenBuckets::kMaxKeys);
  QCOMPARE(buckets.take("first", kNow).count(), 0);  // forgotten
}

void FiltersTest::fieldsAreRemovedAndSet() {
  net::FieldList fields;
  QVERIFY(fields.push({"X-A", "1"}) && fields.push({"x-b", "2"}) && fields.push({"X-B", "3"}));
  const policy::HeaderSettings settings{{{"X-C", "4"}, {"x-a", "5"}}, {"X-B"}};
  editFields(settings, fields);
  QCOMPARE(fields.all().size(), 2U);
  QCOMPARE(fields.count("X-B"), 0U);
  QVERIFY(fields.find("X-A") == "5" && fields.find("X-C") == "4");
}

void FiltersTest::prefixOfThePathIsReplaced() {
  std::string out;
  const policy::RewriteSettings settings{"/api/", "/"};
  QVERIFY(rewritten(settings, "/api/items?x=/api/", out) == "/items?x=/api/");
  QVERIFY(rewritten(settings, "/apis", out) == "/apis");
  QVERIFY(rewritten(settings, "/?p=/api/", out) == "/?p=/api/");
  out = "/api/x";
  QVERIFY(rewritten(settings, out, out) == "/x");
}

void FiltersTest::originsAreMatched_data() {
  QTest::addColumn<QString>("origin");
  QTest::addColumn<bool>("allowed");
  QTest::newRow("as listed") << "https://shop.example" << true;
  QTest::newRow("another scheme") << "http://shop.example" << false;
  QTest::newRow("another port") << "https://shop.example:8443" << false;
  QTest::newRow("below a star") << "https://a.b.cdn.example" << true;
  QTest::newRow("the star's own parent") << "https://cdn.example" << false;
  QTest::newRow("ends alike") << "https://evilcdn.example" << false;
  QTest::newRow("a port before the suffix") << "https://evil.example:80.cdn.example" << false;
  QTest::newRow("a path before the suffix") << "https://evil.example/.cdn.example" << false;
  QTest::newRow("null") << "null" << false;
  QTest::newRow("empty") << "" << false;
}

void FiltersTest::originsAreMatched() {
  QFETCH(QString, origin);
  QFETCH(bool, allowed);
  policy::OriginSettings settings;
  settings.allow = {"https://shop.example", "https://*.cdn.example"};
  QCOMPARE(Origins(settings).isAllowed(origin.toStdString()), allowed);
}

void FiltersTest::tokensAreVerified_data() {
  QTest::addColumn<int>("algorithm");
  QTest::addColumn<QString>("name");
  QTest::newRow("HS256") << static_cast<int>(JWT_ALG_HS256) << "HS256";
  QTest::newRow("RS256") << static_cast<int>(JWT_ALG_RS256) << "RS256";
  QTest::newRow("ES256") << static_cast<int>(JWT_ALG_ES256) << "ES256";
}

void FiltersTest::tokensAreVerified() {
  QFETCH(int, algorithm);
  QFETCH(QString, name);
  const auto kind = static_cast<jwt_alg_t>(algorithm);
  const KeyPair pair = newKeys(kind);
  const auto keys = keysOf(name.toStdString(), pair.shared);
  QVERIFY(keys != nullptr);
  const std::string token =
      tokenOf(kind, pair.secret, {{"sub", "alice"}, {"level", 7}, {"beta", true}, {"roles", Json::array()}});
  QVERIFY(!token.empty());
  const auto claims = keys->verify(token, {}, kToday);
  QVERIFY(claims.has_value());
  const JwtKeys::Claims expected{{"beta", "true"}, {"level", "7"}, {"sub", "alice"}};
  QVERIFY(*claims == expected);
  std::string forged = token;
  forged[token.find('.') + 3] = forged[token.find('.') + 3] == 'A' ? 'B' : 'A';
  QVERIFY(!keys->verify(forged, {}, kToday));
  QVERIFY(!keysOf(name.toStdString(), kind == JWT_ALG_HS256 ? "another secret" : newKeys(kind).shared)
               ->verify(token, {}, kToday));
}

// The classic: a token signed by HMAC with the public key that everybody has.
void FiltersTest::publicKeyIsNoSecret() {
  const KeyPair pair = newKeys(JWT_ALG_RS256);
  const auto keys = keysOf("RS256", pair.shared);
  QVERIFY(!keys->verify(tokenOf(JWT_ALG_HS256, pair.shared, {{"sub", "eve"}}), {}, kToday));
  QVERIFY(!keys->verify(tokenOf(JWT_ALG_NONE, "", {{"sub", "eve"}}), {}, kToday));
}

void FiltersTest::timesOfATokenAreChecked() {
  const auto keys = keysOf("HS256", "secret");
  const auto isGood = [&](const Json& claims) {
    return keys->verify(tokenOf(JWT_ALG_HS256, "secret", claims), {}, kToday).has_value();
  };
  QVERIFY(isGood({{"exp", kToday + 1}}));
  QVERIFY(!isGood({{"exp", kToday}}));
  QVERIFY(!isGood({{"exp", "tomorrow"}}));
  QVERIFY(isGood({{"nbf", kToday}}));
  QVERIFY(!isGood({{"nbf", kToday + 1}}));
}

void FiltersTest::audienceAndIssuerAreChecked() {
  const auto keys = keysOf("HS256", "secret");
  const policy::JwtSettings settings{true, {"shop", "cart"}, "https://id.example"};
  const auto isGood = [&](const Json& claims) {
    return keys->verify(tokenOf(JWT_ALG_HS256, "secret", claims), settings, kToday).has_value();
  };
  QVERIFY(isGood({{"aud", "shop"}, {"iss", "https://id.example"}}));
  QVERIFY(isGood({{"aud", {"x", "cart"}}, {"iss", "https://id.example"}}));
  QVERIFY(!isGood({{"aud", "other"}, {"iss", "https://id.example"}}));
  QVERIFY(!isGood({{"iss", "https://id.example"}}));
  QVERIFY(!isGood({{"aud", "shop"}, {"iss", "https://evil.example"}}));
  QVERIFY(!isGood({{"aud", "shop"}}));
}

void FiltersTest::garbageIsNoToken() {
  const auto keys = keysOf("HS256", "secret");
  for (const char* text : {"", ".", "..", "a.b.c", "eyJhbGciOiJIUzI1NiJ9..", "eyJhbGciOiJub25lIn0.e30."})
    QVERIFY(!keys->verify(text, {}, kToday));
  QVERIFY(!keys->verify(std::string(JwtKeys::kMaxTokenBytes + 1, 'a'), {}, kToday));
}

void FiltersTest::badKeyFilesAreRefused() {
  for (const char* text :
       {"", "[]", "{}", "{\"keys\":[]}", "{\"keys\":[{\"alg\":\"none\"}]}",
        "{\"keys\":[{\"alg\":\"HS256\"}]}", "{\"keys\":[{\"alg\":\"RS256\",\"secret\":\"a\"}]}"})
    QVERIFY(!JwtKeys::parse(text));
  QVERIFY(!JwtKeys::read("/no/such/file"));
}

void FiltersTest::drainFollowsItsRule() {
  using K = policy::DrainRule::Kind;
  const policy::DrainRule pace{K::Pace, 50, Duration{0}};
  QCOMPARE(TunnelDrain::dueAfter(pace, std::chrono::seconds(2), 1'000, 1), 100U);
  QCOMPARE(TunnelDrain::dueAfter(pace, std::chrono::seconds(2), 1'000, 4), 25U);
  const policy::DrainRule deadline{K::Deadline, 0, Duration{10'000}};
  QCOMPARE(TunnelDrain::dueAfter(deadline, std::chrono::seconds(5), 1'000, 4), 500U);
  QVERIFY(TunnelDrain::dueAfter(deadline, std::chrono::seconds(10), 1'000, 4) >= 1'000U);
  QCOMPARE(TunnelDrain::dueAfter({}, std::chrono::hours(1), 1'000, 1), 0U);
}

QTEST_GUILESS_MAIN(FiltersTest)
#include "tst_filters.moc"
