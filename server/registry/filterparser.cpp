// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/filtersyntax.h"

namespace halftone::registry {

namespace {

using Expression = Filter::Expression;
using Tree = std::shared_ptr<Expression>;

constexpr int kMaxNesting = 64;

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isWordCharacter(char c) {
  return isLetter(c) || isDigit(c) || c == '_';
}
bool isSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct Value {
  std::string text;
  std::vector<std::string> steps;  // where it could be a selector
};

// Recursive descent: or binds loosest, then and, then not. Once an error is set nothing goes on.
class Parser {
 public:
  explicit Parser(std::string_view text) : m_text(text) {}

  Result<Tree> parse() {
    skipSpace();
    Tree tree = parseOr();
    skipSpace();
    if (m_error.empty() && m_at < m_text.size()) expected("\"and\", \"or\", [ \\t\\r\\n] or EOF");
    if (!m_error.empty()) return fail(ErrorCode::Invalid, {}, m_error);
    return tree;
  }

 private:
  Tree parseOr() {
    Tree left = parseAnd();
    while (m_error.empty() && keyword("or")) left = join(Expression::Kind::Or, left, parseAnd());
    return left;
  }
  Tree parseAnd() {
    Tree left = parseNot();
    while (m_error.empty() && keyword("and")) left = join(Expression::Kind::And, left, parseNot());
    return left;
  }
  Tree parseNot() {
    if (++m_nesting > kMaxNesting) return failAt("the expression nests too deeply");
    Tree tree;
    skipSpace();
    if (keyword("not")) {
      tree = join(Expression::Kind::Not, parseNot(), nullptr);
    } else if (take('(')) {
      tree = parseOr();
      skipSpace();
      if (m_error.empty() && !take(')')) failAt("rule \"grouping\": Unmatched parentheses");
    } else {
      tree = parseMatch();
    }
    --m_nesting;
    return tree;
  }

  Tree parseMatch() {
    auto left = parseValue();
    if (!left) return nullptr;
    auto match = std::make_shared<Expression>();
    skipSpace();
    using Operator = Expression::Operator;
    if (takeText("==")) return compare(std::move(match), *left, Operator::Equal);
    if (takeText("!=")) return compare(std::move(match), *left, Operator::NotEqual);
    if (keyword("is")) return emptiness(std::move(match), *left);
    const bool negated = keyword("not");
    if (keyword("in")) return membership(std::move(match), *left, negated);
    if (keyword("contains"))
      return compare(std::move(match), *left, negated ? Operator::NotIn : Operator::In);
    if (keyword("matches")) {
      return compare(std::move(match), *left, negated ? Operator::NotMatches : Operator::Matches);
    }
    if (m_at >= m_text.size() && !m_text.ends_with(' ')) {
      return expected("\"!=\", \".\", \"==\", \"[\", [ \\t\\r\\n] or [a-zA-Z0-9_]");
    }
    return expected("\"!=\", \"==\", \"contains\", \"in\", \"is\", \"matches\", \"not\" or [ \\t\\r\\n]");
  }
  // selector OP value
  Tree compare(Tree match, const Value& left, Expression::Operator op) {
    skipSpace();
    auto right = parseValue();
    if (!right) return nullptr;
    if (left.steps.empty()) return failAt("rule \"match\": Invalid selector");
    match->selector = left.steps;
    match->value = right->text;
    match->op = op;
    return match;
  }
  // value [not] in selector
  Tree membership(Tree match, const Value& left, bool negated) {
    skipSpace();
    auto right = parseValue();
    if (!right) return nullptr;
    if (right->steps.empty()) return failAt("rule \"match\": Invalid selector");
    match->selector = right->steps;
    match->value = left.text;
    match->op = negated ? Expression::Operator::NotIn : Expression::Operator::In;
    return match;
  }
  Tree emptiness(Tree match, const Value& left) {
    const bool negated = keyword("not");
    if (!keyword("empty")) return expected("\"empty\", \"not\" or [ \\t\\r\\n]");
    if (left.steps.empty()) return failAt("rule \"match\": Invalid selector");
    match->selector = left.steps;
    match->op = negated ? Expression::Operator::IsNotEmpty : Expression::Operator::IsEmpty;
    return match;
  }

  std::optional<Value> parseValue() {
    if (!m_error.empty()) return std::nullopt;
    const char c = peek();
    if (c == '"' || c == '`') return parseQuoted(c);
    if (c == '-' || isDigit(c)) return parseNumber();
    if (isLetter(c)) return parseWord();
    expected("\"-\", \"0\", \"\\\"\", \"`\", [ \\t\\r\\n], [1-9] or [a-zA-Z]");
    return std::nullopt;
  }
  std::optional<Value> parseQuoted(char quote) {
    const std::size_t start = ++m_at;
    while (m_at < m_text.size() && m_text[m_at] != quote) ++m_at;
    if (m_at == m_text.size()) {
      failAt("rule \"string\": Unterminated string literal");
      return std::nullopt;
    }
    return Value{std::string(m_text.substr(start, m_at++ - start)), {}};
  }
  std::optional<Value> parseNumber() {
    const std::size_t start = m_at;
    if (peek() == '-') ++m_at;
    while (isDigit(peek()) || peek() == '.') ++m_at;
    return Value{std::string(m_text.substr(start, m_at - start)), {}};
  }
  // A bare word, perhaps a path: a.b.c or a["key"].b
  std::optional<Value> parseWord() {
    Value word;
    const std::size_t start = m_at;
    word.steps.push_back(takeWord());
    while (m_error.empty() && (peek() == '.' || peek() == '[')) {
      if (take('.')) {
        if (!isLetter(peek())) {
          expected("[a-zA-Z]");
          return std::nullopt;
        }
        word.steps.push_back(takeWord());
      } else {
        ++m_at;
        const char quote = peek();
        auto key = quote == '"' || quote == '`' ? parseQuoted(quote) : std::nullopt;
        if (!key || !take(']')) {
          failAt("rule \"index\": Unclosed index expression");
          return std::nullopt;
        }
        word.steps.push_back(std::move(key->text));
      }
    }
    if (!m_error.empty()) return std::nullopt;
    if (m_at < m_text.size() && !isSpace(peek()) && peek() != ')' && peek() != '=' && peek() != '!') {
      expected("\".\", \"[\", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF");
      return std::nullopt;
    }
    word.text = m_text.substr(start, m_at - start);
    return word;
  }

  std::string takeWord() {
    const std::size_t start = m_at;
    while (isWordCharacter(peek())) ++m_at;
    return std::string(m_text.substr(start, m_at - start));
  }
  // Takes a keyword that stands alone; white space before it does not matter.
  bool keyword(std::string_view word) {
    std::size_t at = m_at;
    while (at < m_text.size() && isSpace(m_text[at])) ++at;
    if (m_text.substr(at, word.size()) != word) return false;
    const std::size_t end = at + word.size();
    if (end < m_text.size() && !isSpace(m_text[end]) && m_text[end] != '(') return false;
    m_at = end;
    if (end == m_text.size() && word != "empty") expected("[ \\t\\r\\n]");
    skipSpace();
    return true;
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++m_at;
    if (c == '(') skipSpace();
    return true;
  }
  bool takeText(std::string_view text) {
    if (m_text.substr(m_at, text.size()) != text) return false;
    m_at += text.size();
    return true;
  }
  [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
  void skipSpace() {
    while (isSpace(peek())) ++m_at;
  }
  static Tree join(Expression::Kind kind, Tree left, Tree right) {
    auto tree = std::make_shared<Expression>();
    tree->kind = kind;
    tree->left = std::move(left);
    tree->right = std::move(right);
    return tree;
  }
  Tree failAt(const std::string& why) {
    if (m_error.empty())
      m_error = "1:" + std::to_string(m_at + 1) + " (" + std::to_string(m_at) + "): " + why;
    return nullptr;
  }
  Tree expected(const std::string& what) { return failAt("no match found, expected: " + what); }

  std::string_view m_text;
  std::size_t m_at = 0;
  int m_nesting = 0;
  std::string m_error;
};

}  // namespace

Result<std::shared_ptr<Filter::Expression>> parseFilter(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace halftone::registry
