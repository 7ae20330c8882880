// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/filterparser.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace halftone::app {

namespace {

using Kind = FilterProblem::Kind;

// Steps of one match: a pattern that runs away ends, and does not fit.
const QString kPatternLimit = QStringLiteral("(*LIMIT_MATCH=3000)");

constexpr std::array<QStringView, 10> kOperators{u"==", u"!=", u"<=", u">=", u"!~",
                                                 u":",  u"=",  u"<",  u">",  u"~"};

bool isOperatorMark(QChar c) {
  return QStringView(u"=<>~").contains(c);
}

QString plain(QStringView word) {
  return word.toString().remove(QLatin1Char('"'));
}

// All of the text is a number.
std::optional<double> wholeNumber(const std::string& text) {
  std::string digits = text;
  std::erase(digits, ',');
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

double secondsOf(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, double>, 5> kUnits{
      {{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
  const auto* found =
      std::find_if(kUnits.begin(), kUnits.end(), [unit](auto& one) { return one.first == unit; });
  return found == kUnits.end() ? 0 : found->second;
}

// "90s", "1h30m", in seconds.
std::optional<double> duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  double sum = 0;
  while (!text.empty()) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const std::string_view tail = text.substr(digits);
    const std::string_view unit = tail.substr(0, tail.find_first_of("0123456789."));
    const auto number = wholeNumber(std::string(text.substr(0, digits)));
    if (!number || secondsOf(unit) == 0) return std::nullopt;
    sum += *number * secondsOf(unit);
    text.remove_prefix(digits + unit.size());
  }
  return sum;
}

// The begin of an ISO 8601 time, a year at least.
bool looksLikeTime(const std::string& text) {
  constexpr std::string_view kPicture = "0000-00-00t00:00:00";
  if (text.size() < 4) return false;
  for (std::size_t i = 0; i < std::min(text.size(), kPicture.size()); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kPicture[i] == '0' ? !digit : text[i] != kPicture[i]) return false;
  }
  return true;
}

class Parser {
 public:
  Parser(QStringView text, const FilterFields& fields) : m_text(text), m_fields(fields) {}

  ParsedFilter run() {
    ParsedFilter parsed;
    parsed.root = any();
    parsed.problem = m_problem ? m_problem : m_unknown;
    parsed.asksRows = m_asksRows;
    return parsed;
  }

 private:
  using Node = std::optional<FilterNode>;

  [[nodiscard]] bool ends() const { return m_at >= m_text.size(); }
  [[nodiscard]] QChar here() const { return ends() ? QChar() : m_text[m_at]; }
  [[nodiscard]] qsizetype spacesEnd(qsizetype from) const {
    while (from < m_text.size() && m_text[from].isSpace()) ++from;
    return from;
  }
  [[nodiscard]] bool groupEnds() const { return ends() || (m_depth > 0 && here() == u')'); }
  // "and" or "or" as a word of its own.
  [[nodiscard]] bool isJoint(QStringView joint) const {
    const QStringView rest = m_text.mid(m_at);
    if (!rest.startsWith(joint, Qt::CaseInsensitive)) return false;
    if (rest.size() == joint.size()) return true;
    const QChar next = rest[joint.size()];
    return next.isSpace() || next == u'(' || (m_depth > 0 && next == u')');
  }
  std::nullopt_t fail(Kind kind, qsizetype at, QStringView what = {}, const QString& detail = {}) {
    if (!m_problem) m_problem = FilterProblem{kind, at, what.toString(), detail};
    return std::nullopt;
  }
  static Node joined(FilterNode::Kind kind, std::vector<FilterNode> parts) {
    if (parts.empty()) return std::nullopt;
    if (parts.size() == 1) return std::move(parts.front());
    FilterNode node{kind};
    node.parts = std::move(parts);
    return node;
  }

  Node any() {
    std::vector<FilterNode> parts;
    while (true) {
      Node part = all();
      const bool isThere = part.has_value();
      if (isThere) parts.push_back(std::move(*part));
      if (m_problem || !isJoint(u"or")) break;
      const QStringView joint = m_text.mid(m_at, 2);
      if (!isThere) {
        fail(Kind::NothingBefore, m_at, joint);
        break;
      }
      const qsizetype at = m_at;
      m_at = spacesEnd(m_at + joint.size());
      if (groupEnds()) {
        fail(Kind::NothingAfter, at, joint);
        break;
      }
    }
    return joined(FilterNode::Kind::Any, std::move(parts));
  }

  Node all() {
    std::vector<FilterNode> parts;
    while (!m_problem) {
      m_at = spacesEnd(m_at);
      if (groupEnds() || isJoint(u"or")) break;
      if (isJoint(u"and")) {
        const QStringView joint = m_text.mid(m_at, 3);
        const qsizetype at = m_at;
        if (parts.empty()) {
          fail(Kind::NothingBefore, at, joint);
          break;
        }
        m_at = spacesEnd(m_at + joint.size());
        if (groupEnds() || isJoint(u"or") || isJoint(u"and")) {
          fail(Kind::NothingAfter, at, joint);
          break;
        }
      }
      if (Node part = unary()) parts.push_back(std::move(*part));
    }
    return joined(FilterNode::Kind::All, std::move(parts));
  }

  Node unary() {
    const bool negated = here() == u'-';
    if (negated) {
      ++m_at;
      if (groupEnds() || here().isSpace()) return fail(Kind::NothingAfter, m_at - 1, u"-");
    }
    Node node = here() == u'(' ? group() : term();
    if (node && negated) node->negated = !node->negated;
    return node;
  }

  Node group() {
    const qsizetype begin = m_at++;
    ++m_depth;
    Node node = any();
    --m_depth;
    if (m_problem) return node;
    if (here() != u')') {
      fail(Kind::OpenGroup, begin);
      return node;
    }
    ++m_at;
    if (!node) return fail(Kind::EmptyGroup, begin);
    return node;
  }

  Node term() {
    if (++m_terms > kMaxFilterTerms) return fail(Kind::TooManyTerms, m_at);
    if (here() == u')') return fail(Kind::UnopenedGroup, m_at);
    const qsizetype begin = m_at;
    qsizetype nameEnd = begin;
    while (nameEnd < m_text.size() && m_text[nameEnd].isLetter()) ++nameEnd;
    const QStringView name = m_text.mid(begin, nameEnd - begin);
    const qsizetype mark = spacesEnd(nameEnd);
    const QStringView sign = filterOperatorAt(m_text, mark);
    // "version == v1" may stand apart; "room: x" is as ever two terms.
    if (!name.isEmpty() && !sign.isEmpty() && (mark == nameEnd || sign != u":")) {
      const auto field = m_fields.find(name);
      if (field) {
        m_at = mark + sign.size();
        return comparison(*field, sign, begin);
      }
      if (!m_unknown) m_unknown = FilterProblem{Kind::UnknownField, begin, name.toString(), {}};
      if (mark != nameEnd) return fail(Kind::UnknownField, begin, name);
    }
    return anywhere();
  }

  Node anywhere() {
    const qsizetype begin = m_at;
    const QStringView word = takeWord();
    if (m_problem) return std::nullopt;
    const QStringView sign = filterOperatorAt(word, 0);
    if (!sign.isEmpty() && sign != u":") return fail(Kind::NoFieldBefore, begin, sign);
    const QString text = plain(word);
    if (text.isEmpty()) return fail(Kind::NothingAfter, begin, word);
    FilterNode node;
    node.texts = {text.toLower().toStdString()};
    return node;
  }

  Node comparison(std::size_t field, QStringView sign, qsizetype begin) {
    const QStringView head = m_text.mid(begin, m_at - begin);
    if (sign != u":") m_at = spacesEnd(m_at);
    const qsizetype at = m_at;
    const QStringView word = takeWord();
    if (m_problem) return std::nullopt;
    if (word.isEmpty()) return fail(Kind::NothingAfter, begin, head);
    const bool isPattern = sign.endsWith(u'~');
    if (!isPattern && sign != u":" && isOperatorMark(word.front()))
      return fail(Kind::NoOperator, at - sign.size(), sign.toString() + word.front());
    FilterNode node;
    node.field = field;
    node.fieldKind = m_fields.kind(field);
    node.negated = sign.startsWith(u'!');
    const bool counts = node.fieldKind == FilterKind::Number || node.fieldKind == FilterKind::Duration;
    if (counts || node.fieldKind == FilterKind::Computed) m_asksRows = true;
    if (counts && (isPattern || sign == u":")) return fail(Kind::OnlyCompared, begin, m_fields.name(field));
    if (isPattern) return pattern(std::move(node), word, at);
    if (sign.front() == u'<' || sign.front() == u'>') return ordered(std::move(node), sign, word, at);
    node.kind = sign == u":" || node.fieldKind == FilterKind::Time ? FilterNode::Kind::Begins
                                                                   : FilterNode::Kind::Equals;
    const QStringView said = m_text.mid(begin, m_at - begin);
    return alternatives(std::move(node), word, said, at);
  }

  Node pattern(FilterNode node, QStringView word, qsizetype at) {
    const QString text = plain(word);
    if (text.isEmpty()) return fail(Kind::NothingAfter, at, word);
    if (text.size() > kMaxFilterPattern) return fail(Kind::LongPattern, at);
    node.kind = FilterNode::Kind::Fits;
    node.pattern = QRegularExpression(kPatternLimit + text, QRegularExpression::CaseInsensitiveOption |
                                                                QRegularExpression::DontCaptureOption);
    if (!node.pattern.isValid()) return fail(Kind::BadPattern, at, text, node.pattern.errorString());
    return node;
  }

  Node ordered(FilterNode node, QStringView sign, QStringView word, qsizetype at) {
    const bool orEqual = sign.endsWith(u'=');
    if (sign.front() == u'<')
      node.kind = orEqual ? FilterNode::Kind::LessEqual : FilterNode::Kind::Less;
    else
      node.kind = orEqual ? FilterNode::Kind::GreaterEqual : FilterNode::Kind::Greater;
    const std::string text = plain(word).toLower().toStdString();
    if (node.fieldKind == FilterKind::Time) {
      if (!looksLikeTime(text)) return fail(Kind::NoTime, at, plain(word));
      node.texts = {text};
      return node;
    }
    if (!addNumber(node, text, at)) return std::nullopt;
    return node;
  }

  bool addNumber(FilterNode& node, const std::string& text, qsizetype at) {
    const bool timed = node.fieldKind == FilterKind::Duration;
    const auto number = timed ? duration(text) : wholeNumber(text);
    if (number)
      node.numbers.push_back(*number);
    else
      fail(timed ? Kind::NoDuration : Kind::NoNumber, at, QString::fromStdString(text));
    return number.has_value();
  }

  Node alternatives(FilterNode node, QStringView word, QStringView said, qsizetype at) {
    const QString text = plain(word).toLower();
    // user="" looks for what has none.
    const bool wantsNone = text.isEmpty() && node.kind == FilterNode::Kind::Equals;
    for (const QString& one : text.split(u'|')) {
      if (one.isEmpty() && !wantsNone) return fail(Kind::NothingAfter, at, said);
      const bool counts = node.fieldKind == FilterKind::Number || node.fieldKind == FilterKind::Duration;
      if (!counts)
        node.texts.push_back(one.toStdString());
      else if (!addNumber(node, one.toStdString(), at))
        return std::nullopt;
    }
    return node;
  }

  // To the next white space outside quotes; in a group also to the parenthesis that ends it.
  QStringView takeWord() {
    const qsizetype begin = m_at;
    qsizetype quote = -1;
    int inner = 0;
    for (; !ends(); ++m_at) {
      const QChar c = here();
      if (c == u'"') quote = quote < 0 ? m_at : -1;
      if (quote >= 0) continue;
      if (c.isSpace()) break;
      if (m_depth > 0 && c == u')' && inner-- == 0) break;
      if (c == u'(') ++inner;
    }
    if (quote >= 0) fail(Kind::OpenQuote, quote);
    return m_text.mid(begin, m_at - begin);
  }

  QStringView m_text;
  const FilterFields& m_fields;
  qsizetype m_at = 0;
  int m_depth = 0;
  int m_terms = 0;
  bool m_asksRows = false;
  std::optional<FilterProblem> m_problem;
  std::optional<FilterProblem> m_unknown;
};

}  // namespace

std::optional<std::size_t> FilterFields::find(QStringView name) const {
  for (std::size_t i = 0; i < m_fields.size(); ++i) {
    if (name.compare(m_fields[i].name, Qt::CaseInsensitive) == 0) return i;
  }
  return std::nullopt;
}

QStringList FilterFields::names() const {
  QStringList all;
  for (const FilterField& field : m_fields) all << field.name;
  return all;
}

QStringView filterOperatorAt(QStringView text, qsizetype at) {
  const auto* sign = std::find_if(kOperators.begin(), kOperators.end(),
                                  [&](QStringView one) { return text.mid(at).startsWith(one); });
  return sign == kOperators.end() ? QStringView() : *sign;
}

std::optional<double> leadingNumber(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || c == '.' || (c == '-' && digits.empty()))
      digits += c;
    else if (c != ',')
      break;
  }
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end == digits.data()) return std::nullopt;
  return number;
}

ParsedFilter parseFilter(const QString& text, const FilterFields& fields) {
  ParsedFilter parsed = Parser(QStringView(text).left(kMaxFilterLength), fields).run();
  if (text.size() > kMaxFilterLength) parsed.problem = FilterProblem{Kind::TooLong, kMaxFilterLength};
  return parsed;
}

}  // namespace halftone::app
