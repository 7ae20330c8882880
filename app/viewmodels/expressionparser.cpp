// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/expressionparser.h"

#include <QRegularExpression>
#include <utility>

namespace halftone::app {

namespace {

using Kind = ExpressionProblem::Kind;

constexpr int kMaxDepth = 60;

bool isLetter(QChar c) {
  return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isDigit(QChar c) {
  return c >= u'0' && c <= u'9';
}

bool isSpace(QChar c) {
  return c == u' ' || c == u'\t' || c == u'\r' || c == u'\n';
}

// A recursive descent that goes back where an alternative does not fit, as the parser of Consul does (a
// parsing expression grammar). What it tells is the failure farthest to the right; a `fatal` one ends it.
class Parser {
 public:
  explicit Parser(const QString& text) : m_text(text) {}

  ParsedExpression read() {
    spaces();
    const bool good = any() && !m_fatal;
    spaces();
    ParsedExpression parsed;
    if (m_fatal)
      parsed.problem = m_fatal;
    else if (!good)
      parsed.problem = m_farthest;
    else if (!atEnd())
      parsed.problem =
          m_farthest && m_farthest->at > m_at
              ? *m_farthest
              : ExpressionProblem{Kind::OnlyJoins, m_at, m_text.mid(m_at).section(QLatin1Char(' '), 0, 0)};
    else
      parsed.matches = std::move(m_matches);
    return parsed;
  }

  QStringList readSelector() {
    QStringList path;
    return selector(path) && atEnd() ? path : QStringList();
  }

 private:
  [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
  [[nodiscard]] QChar here() const { return atEnd() ? QChar() : m_text[m_at]; }

  bool spaces() {
    const qsizetype from = m_at;
    while (!atEnd() && isSpace(here())) ++m_at;
    return m_at > from;
  }
  bool literal(QLatin1String word) {
    if (!QStringView(m_text).mid(m_at).startsWith(word)) return false;
    m_at += word.size();
    return true;
  }
  // Words with space before, between and behind them.
  bool words(std::initializer_list<const char*> list, bool spaceBehind) {
    const qsizetype from = m_at;
    for (const char* word : list) {
      if (!spaces() || !literal(QLatin1String(word))) return back(from);
    }
    return !spaceBehind || spaces() ? true : back(from);
  }
  bool back(qsizetype to) {
    m_at = to;
    return false;
  }
  bool missing(Kind kind, const QString& what = {}) {
    if (!m_farthest || m_at >= m_farthest->at) m_farthest = ExpressionProblem{kind, m_at, what};
    return false;
  }
  bool die(Kind kind, qsizetype at, const QString& what = {}) {
    if (!m_fatal) m_fatal = ExpressionProblem{kind, at, what};
    return false;
  }

  bool any() {
    if (!all()) return false;
    const qsizetype from = m_at;
    if (words({"or"}, true)) {
      if (any()) return true;
      return m_fatal ? false : (back(from), true);
    }
    return true;
  }
  bool all() {
    if (!negation()) return false;
    const qsizetype from = m_at;
    if (words({"and"}, true)) {
      if (all()) return true;
      return m_fatal ? false : (back(from), true);
    }
    return true;
  }
  bool negation() {
    if (m_fatal) return false;
    const qsizetype from = m_at;
    if (++m_depth > kMaxDepth) return die(Kind::TooDeep, m_at);
    const bool negated = literal(QLatin1String("not")) && spaces() && negation();
    --m_depth;
    if (negated) return true;
    if (m_fatal) return false;
    m_at = from;
    return group();
  }
  bool group() {
    const qsizetype from = m_at;
    if (!literal(QLatin1String("("))) return match();
    if (++m_depth > kMaxDepth) return die(Kind::TooDeep, from);
    spaces();
    const bool good = any();
    --m_depth;
    if (!good) return back(from);
    const qsizetype end = m_at;
    spaces();
    if (literal(QLatin1String(")"))) return true;
    if (atEnd()) return die(Kind::OpenGroup, from);
    m_at = end;
    missing(Kind::OnlyJoins, m_text.mid(end).trimmed().section(QLatin1Char(' '), 0, 0));
    return back(from);
  }
  bool match() {
    const qsizetype from = m_at;
    const std::size_t matches = m_matches.size();
    if (selectorFirst()) return true;
    if (m_fatal) return false;
    m_matches.resize(matches);
    m_at = from;
    return valueFirst() || back(from);
  }
  bool selectorFirst() {
    ExpressionMatch match;
    match.selectorAt = m_at;
    if (!selector(match.selector)) return false;
    match.opAt = m_at;
    const bool takesValue = operatorWithValue(match.op);
    if (takesValue) {
      match.valueAt = m_at;
      if (!value(match.value)) return m_fatal ? false : missing(Kind::ValueMissing, match.op);
    } else if (words({"is", "empty"}, false)) {
      match.op = QStringLiteral("is empty");
    } else if (words({"is", "not", "empty"}, false)) {
      match.op = QStringLiteral("is not empty");
    } else {
      return missing(Kind::OperatorMissing, m_text.mid(match.selectorAt, m_at - match.selectorAt));
    }
    m_matches.push_back(std::move(match));
    return true;
  }
  bool operatorWithValue(QString& op) {
    const qsizetype from = m_at;
    spaces();
    for (const char* sign : {"==", "!="}) {
      if (literal(QLatin1String(sign))) {
        op = QLatin1String(sign);
        spaces();
        return true;
      }
    }
    m_at = from;
    for (const char* word : {"contains", "matches"}) {
      if (words({word}, true)) {
        op = QLatin1String(word);
        return true;
      }
      if (words({"not", word}, true)) {
        op = QStringLiteral("not ") + QLatin1String(word);
        return true;
      }
    }
    return false;
  }
  bool valueFirst() {
    ExpressionMatch match;
    match.valueAt = m_at;
    if (!value(match.value)) return m_fatal ? false : missing(Kind::NothingThere);
    match.opAt = m_at;
    if (words({"in"}, true))
      match.op = QStringLiteral("in");
    else if (words({"not", "in"}, true))
      match.op = QStringLiteral("not in");
    else
      return missing(Kind::OperatorMissing, m_text.mid(match.valueAt, m_at - match.valueAt));
    match.selectorAt = m_at;
    if (!selector(match.selector)) return die(Kind::SelectorMissing, m_at);
    m_matches.push_back(std::move(match));
    return true;
  }
  bool identifier(QString& name) {
    const qsizetype from = m_at;
    if (!isLetter(here())) return false;
    while (!atEnd() && (isLetter(here()) || isDigit(here()) || here() == u'_')) ++m_at;
    name = m_text.mid(from, m_at - from);
    return true;
  }
  bool selector(QStringList& path) {
    QString step;
    if (!identifier(step)) return false;
    path << step;
    while (!atEnd()) {
      const qsizetype from = m_at;
      if (literal(QLatin1String("."))) {
        if (!identifier(step)) {
          missing(Kind::OperatorMissing, path.join(QLatin1Char('.')));
          return back(from), true;
        }
      } else if (literal(QLatin1String("["))) {
        spaces();
        if (!quoted(step)) return die(Kind::OperatorMissing, from, path.join(QLatin1Char('.')));
        spaces();
        if (!literal(QLatin1String("]")))
          return die(Kind::OperatorMissing, from, path.join(QLatin1Char('.')));
      } else {
        break;
      }
      path << step;
    }
    return true;
  }
  bool value(QString& text) {
    const qsizetype from = m_at;
    QStringList path;
    if (selector(path)) {
      text = m_text.mid(from, m_at - from);
      return true;
    }
    if (m_fatal) return false;
    m_at = from;
    return here() == u'"' || here() == u'`' ? quoted(text) : number(text);
  }
  bool number(QString& text) {
    static const QRegularExpression kNumber(QStringLiteral("-?(0|[1-9][0-9]*)(\\.[0-9]+)?"));
    const auto found = kNumber.match(m_text, m_at, QRegularExpression::NormalMatch,
                                     QRegularExpression::AnchorAtOffsetMatchOption);
    if (!found.hasMatch()) return false;
    const qsizetype from = std::exchange(m_at, found.capturedEnd());
    if (!atEnd() && !isSpace(here()) && here() != u')') return die(Kind::BadNumber, from);
    text = found.captured();
    return true;
  }
  bool quoted(QString& text) {
    const QChar mark = here();
    if (mark != u'"' && mark != u'`') return false;
    const qsizetype end = m_text.indexOf(mark, m_at + 1);
    if (end < 0) return die(Kind::OpenQuote, m_at);
    text = m_text.mid(m_at + 1, end - m_at - 1);
    // Go reads what stands in double quotes, with its escapes (the Go specification, string literals).
    static const QRegularExpression kGoText(
        QStringLiteral("^([^\\\\\\n]|\\\\([abfnrtv\\\\]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U00[01][0-9a-fA-F]{5}"
                       "|[0-3][0-7]{2}))*$"));
    if (mark == u'"' && !kGoText.match(text).hasMatch()) return die(Kind::BadEscape, m_at, text);
    if (mark == u'"') text.replace(QLatin1String("\\\\"), QLatin1String("\\"));
    m_at = end + 1;
    return true;
  }

  const QString& m_text;
  qsizetype m_at = 0;
  int m_depth = 0;
  std::vector<ExpressionMatch> m_matches;
  std::optional<ExpressionProblem> m_farthest;
  std::optional<ExpressionProblem> m_fatal;
};

}  // namespace

ParsedExpression parseExpression(const QString& text) {
  if (text.size() > kMaxExpressionLength) return {{}, ExpressionProblem{Kind::TooLong, kMaxExpressionLength}};
  ParsedExpression parsed = Parser(text).read();
  if (parsed.matches.empty() && !parsed.problem) parsed.problem = ExpressionProblem{Kind::NothingThere};
  return parsed;
}

QStringList readSelector(const QString& text) {
  return text.size() > kMaxExpressionLength ? QStringList() : Parser(text).readSelector();
}

}  // namespace halftone::app
