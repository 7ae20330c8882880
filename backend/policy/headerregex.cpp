// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include "backend/policy/ascii.h"
#include "backend/policy/implies.h"

// A small reader of RE2's syntax that asks one question: can a header's value match? Whatever it does not
// know ends the reading, and then nothing is said of the pattern.
namespace halftone::policy {

namespace {

struct Part {
  bool possible = true;  // some text without forbidden characters matches
  bool mayBeEmpty = false;
  bool onlyBlank = false;  // is one space or tab and nothing else
};

bool isForbidden(unsigned c) {
  return (c < 0x20 && c != '\t') || c == 0x7f;
}

class HeaderRegex {
 public:
  explicit HeaderRegex(std::string_view pattern) : m_rest(pattern) {}

  bool neverMatches() {
    const Part whole = alternatives(true);
    return m_understood && m_rest.empty() && !whole.possible;
  }

 private:
  bool take(std::string_view text) {
    if (!m_rest.starts_with(text)) return false;
    m_rest.remove_prefix(text.size());
    return true;
  }

  Part alternatives(bool outermost) {
    Part result = sequence(outermost);
    while (take("|")) {
      const Part other = sequence(outermost);
      result.possible = result.possible || other.possible;
      result.mayBeEmpty = result.mayBeEmpty || other.mayBeEmpty;
    }
    result.onlyBlank = false;
    return result;
  }

  Part sequence(bool outermost) {
    Part result{true, true, false};
    bool ended = false;  // after a "$" nothing may follow
    bool first = true;
    bool lastBlank = false;
    while (m_understood && !m_rest.empty() && m_rest.front() != '|' && m_rest.front() != ')') {
      if (take("^") || take("\\A")) {
        result.possible = result.possible && result.mayBeEmpty;
        continue;
      }
      if (take("$") || take("\\z")) {
        ended = true;
        continue;
      }
      const Part part = repeated();
      const bool blank = part.onlyBlank && !part.mayBeEmpty;
      // The value comes without white space around it, so it neither begins nor ends with any.
      const bool badStart = outermost && first && blank;
      first = false;
      result.possible = result.possible && part.possible && !badStart && (!ended || part.mayBeEmpty);
      result.mayBeEmpty = result.mayBeEmpty && part.mayBeEmpty;
      lastBlank = blank;
    }
    if (outermost && lastBlank) result.possible = false;
    return result;
  }

  Part repeated() {
    Part part = atom();
    while (m_understood && !m_rest.empty()) {
      bool optional = false;
      if (take("*") || take("?")) {
        optional = true;
      } else if (m_rest.front() == '{') {
        const std::size_t close = m_rest.find('}');
        if (close == std::string_view::npos || !isDigit(m_rest[1])) return unknown();
        optional = m_rest[1] == '0' && !isDigit(m_rest[2]);
        m_rest.remove_prefix(close + 1);
      } else if (!take("+")) {
        break;
      }
      take("?");  // lazy or greedy is all the same here
      if (optional) part = {true, true, false};
    }
    return part;
  }

  Part atom() {
    if (take("(?:")) return group();
    if (m_rest.starts_with("(?")) return unknown();
    if (take("(")) return group();
    if (take("[")) return characterClass();
    if (take("\\")) return escape();
    const unsigned c = static_cast<unsigned char>(m_rest.front());
    m_rest.remove_prefix(1);
    if (c == '.') return {};
    return {!isForbidden(c), false, c == ' ' || c == '\t'};
  }

  Part group() {
    const Part inside = alternatives(false);
    return take(")") ? inside : unknown();
  }

  Part escape() {
    const auto code = escapedCharacter();
    if (!code) return unknown();
    if (*code == kSomeClass) return {};
    return {!isForbidden(*code), false, *code == ' ' || *code == '\t'};
  }

  static constexpr unsigned kSomeClass = ~0U;

  // The character behind the backslash, kSomeClass for "\d" and its like, nothing for what is not known here.
  std::optional<unsigned> escapedCharacter() {
    if (m_rest.empty()) return std::nullopt;
    const char c = m_rest.front();
    m_rest.remove_prefix(1);
    constexpr std::string_view kNames = "nrtfva";
    constexpr std::string_view kCodes = "\n\r\t\f\v\a";
    if (const std::size_t at = kNames.find(c); at != std::string_view::npos)
      return static_cast<unsigned char>(kCodes[at]);
    if (std::string_view("dDwWsS").find(c) != std::string_view::npos) return kSomeClass;
    if (c == 'x') return hexCharacter();
    if (isLetter(c) || isDigit(c)) return std::nullopt;
    return static_cast<unsigned char>(c);
  }

  std::optional<unsigned> hexCharacter() {
    const bool braced = take("{");
    unsigned code = 0;
    int digits = 0;
    while (!m_rest.empty() && (braced || digits < 2)) {
      const char c = lowerAscii(m_rest.front());
      if (!isDigit(c) && (c < 'a' || c > 'f')) break;
      code = code * 16 + static_cast<unsigned>(isDigit(c) ? c - '0' : c - 'a' + 10);
      m_rest.remove_prefix(1);
      if (++digits > 6) return std::nullopt;
    }
    if (digits == 0 || (braced && !take("}"))) return std::nullopt;
    return code;
  }

  Part characterClass() {
    if (take("^")) return unknown();  // nearly always lets something through
    bool possible = false;
    bool first = true;
    while (!m_rest.empty() && (first || m_rest.front() != ']')) {
      first = false;
      if (m_rest.starts_with("[:")) return unknown();
      const auto low = classCharacter();
      auto high = low;
      if (m_rest.size() > 1 && m_rest[0] == '-' && m_rest[1] != ']') {
        m_rest.remove_prefix(1);
        high = classCharacter();
      }
      if (!low || !high) return unknown();
      possible = possible || !isForbidden(*low) || !isForbidden(*high) || (*low < 0x20 && *high >= 0x20) ||
                 (*low <= '\t' && *high >= '\t');
    }
    if (!take("]")) return unknown();
    return {possible, false, false};
  }

  std::optional<unsigned> classCharacter() {
    if (m_rest.empty()) return std::nullopt;
    if (take("\\")) return escapedCharacter();
    const unsigned c = static_cast<unsigned char>(m_rest.front());
    m_rest.remove_prefix(1);
    return c;
  }

  Part unknown() {
    m_understood = false;
    return {true, true, false};
  }

  std::string_view m_rest;
  bool m_understood = true;
};

}  // namespace

bool canNeverMatchHeader(std::string_view pattern) {
  // The reader recurses once for each parenthesis: patterns are hostile too.
  constexpr std::size_t kReadable = 1000;
  return pattern.size() <= kReadable && HeaderRegex(pattern).neverMatches();
}

}  // namespace halftone::policy
