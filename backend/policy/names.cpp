// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "backend/policy/ascii.h"

namespace halftone::policy {

namespace {

template <typename T>
using Words = std::vector<std::pair<std::string_view, T>>;

const Words<Attribute::Kind>& attributes() {
  using K = Attribute::Kind;
  static const Words<K> words = {{"header:", K::Header},     {"cookie:", K::Cookie},
                                 {"query:", K::Query},       {"path", K::Path},
                                 {"method", K::Method},      {"host", K::Host},
                                 {"user", K::User},          {"ip", K::Ip},
                                 {"region", K::Region},      {"device.type", K::DeviceType},
                                 {"device.os", K::DeviceOs}, {"device.osVersion", K::DeviceOsVersion},
                                 {"jwt:", K::JwtClaim}};
  return words;
}

const Words<StickyKey::Kind>& stickyKeys() {
  using K = StickyKey::Kind;
  static const Words<K> words = {{"user", K::User},      {"ip", K::Ip},        {"header:", K::Header},
                                 {"cookie:", K::Cookie}, {"query:", K::Query}, {"session", K::Session},
                                 {"none", K::None}};
  return words;
}

const Words<IdentitySource::Kind>& identitySources() {
  using K = IdentitySource::Kind;
  static const Words<K> words = {
      {"header:", K::Header}, {"query:", K::Query}, {"cookie:", K::Cookie}, {"jwt:", K::JwtClaim}};
  return words;
}

const Words<Operator>& operators() {
  static const Words<Operator> words = {{"is", Operator::Is},           {"prefix", Operator::Prefix},
                                        {"suffix", Operator::Suffix},   {"contains", Operator::Contains},
                                        {"matches", Operator::Matches}, {"range", Operator::Range},
                                        {"atLeast", Operator::AtLeast}, {"below", Operator::Below},
                                        {"in", Operator::In},           {"percent", Operator::Percent},
                                        {"exists", Operator::Exists}};
  return words;
}

const Words<Balance>& balances() {
  static const Words<Balance> words = {{"round-robin", Balance::RoundRobin},
                                       {"least-conn", Balance::LeastConn},
                                       {"hash", Balance::Hash},
                                       {"random", Balance::Random}};
  return words;
}

template <typename T>
std::string_view wordOf(const Words<T>& words, T kind) {
  const auto at =
      std::find_if(words.begin(), words.end(), [kind](const auto& word) { return word.second == kind; });
  return at->first;
}

// The kind of a word, and the name after its colon where it takes one.
template <typename T>
std::optional<std::pair<T, std::string>> parseWord(const Words<T>& words, std::string_view text) {
  for (const auto& [word, kind] : words) {
    if (word.back() == ':' ? text.starts_with(word) : text == word)
      return std::pair(kind, std::string(text.substr(word.size())));
  }
  return std::nullopt;
}

template <typename Value, typename T>
std::optional<Value> parseNamed(const Words<T>& words, std::string_view text) {
  auto parsed = parseWord(words, text);
  if (!parsed) return std::nullopt;
  return Value{parsed->first, std::move(parsed->second)};
}

template <typename T>
std::optional<T> parsePlain(const Words<T>& words, std::string_view text) {
  const auto parsed = parseWord(words, text);
  return parsed ? std::optional(parsed->first) : std::nullopt;
}

template <typename T>
std::vector<std::string_view> listOf(const Words<T>& words) {
  std::vector<std::string_view> list;
  for (const auto& word : words) list.push_back(word.first);
  return list;
}

// Optimal string alignment: insert, delete, replace, swap of neighbours; each costs one.
std::size_t editDistance(std::string_view a, std::string_view b) {
  constexpr std::size_t kMost = 32;
  if (a.size() > kMost || b.size() > kMost) return kMost;
  std::array<std::array<std::size_t, kMost + 1>, kMost + 1> d{};
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string toString(const Attribute& a) {
  return std::string(wordOf(attributes(), a.kind)) + a.name;
}
std::optional<Attribute> parseAttribute(std::string_view text) {
  return parseNamed<Attribute>(attributes(), text);
}
std::string toString(const StickyKey& key) {
  return std::string(wordOf(stickyKeys(), key.kind)) + key.name;
}
std::optional<StickyKey> parseStickyKey(std::string_view text) {
  return parseNamed<StickyKey>(stickyKeys(), text);
}
std::string toString(const IdentitySource& s) {
  return std::string(wordOf(identitySources(), s.kind)) + s.name;
}
std::optional<IdentitySource> parseIdentitySource(std::string_view text) {
  return parseNamed<IdentitySource>(identitySources(), text);
}
std::string_view toString(Operator op) {
  return wordOf(operators(), op);
}
std::optional<Operator> parseOperator(std::string_view text) {
  return parsePlain(operators(), text);
}
std::string_view toString(Balance balance) {
  return wordOf(balances(), balance);
}
std::optional<Balance> parseBalance(std::string_view text) {
  return parsePlain(balances(), text);
}
std::string_view toString(WhenUnavailable choice) {
  return choice == WhenUnavailable::Stable ? "stable" : "fail";
}
std::optional<WhenUnavailable> parseWhenUnavailable(std::string_view text) {
  if (text == "stable") return WhenUnavailable::Stable;
  if (text == "fail") return WhenUnavailable::Fail;
  return std::nullopt;
}

const std::vector<std::string_view>& attributeWords() {
  static const auto words = listOf(attributes());
  return words;
}
const std::vector<std::string_view>& operatorWords() {
  static const auto words = listOf(operators());
  return words;
}
const std::vector<std::string_view>& stickyKeyWords() {
  static const auto words = listOf(stickyKeys());
  return words;
}
const std::vector<std::string_view>& identityWords() {
  static const auto words = listOf(identitySources());
  return words;
}
const std::vector<std::string_view>& balanceWords() {
  static const auto words = listOf(balances());
  return words;
}

std::string_view nearestWord(std::string_view written, const std::vector<std::string_view>& words) {
  // Past half of the letters changed it is another word, not a slip.
  std::size_t best = std::max<std::size_t>(2, (written.size() + 1) / 2) + 1;
  std::string_view nearest;
  for (const std::string_view word : words) {
    const std::size_t distance =
        std::min(editDistance(written, word), editDistance(lowerAscii(written), lowerAscii(word)) + 1);
    if (distance < best && distance < word.size()) {
      best = distance;
      nearest = word;
    }
  }
  return nearest;
}

std::string quoted(std::string_view text) {
  std::string result;
  result.reserve(text.size() + 2);
  result += '"';
  result += text;
  result += '"';
  return result;
}

std::string childPointer(const std::string& pointer, std::string_view key) {
  std::string child = pointer + '/';
  for (const char c : key) {
    if (c == '~')
      child += "~0";
    else if (c == '/')
      child += "~1";
    else
      child += c;
  }
  return child;
}

std::string childPointer(const std::string& pointer, std::size_t index) {
  return pointer + '/' + std::to_string(index);
}

}  // namespace halftone::policy
