// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/expressionguide.h"

#include <QHash>
#include <algorithm>
#include <string_view>

#include "backend/policy/names.h"

namespace halftone::app {

namespace {

constexpr std::size_t kMaxInstances = 500;  // looked at; the rest tells no more

QString text(const std::string& bytes) {
  return QString::fromStdString(bytes);
}

// A piece of an expression: a word, what is in quotes, a sign or a parenthesis.
struct Piece {
  qsizetype begin = 0;
  QString text;
};

bool isSignAt(const QString& text, qsizetype at) {
  const QStringView two = QStringView(text).mid(at, 2);
  return two == u"==" || two == u"!=";
}

qsizetype endOfPiece(const QString& text, qsizetype begin) {
  if (text[begin] == u'(' || text[begin] == u')') return begin + 1;
  if (isSignAt(text, begin)) return begin + 2;
  QChar quote;
  for (qsizetype i = begin; i < text.size(); ++i) {
    const QChar c = text[i];
    if (!quote.isNull()) {
      if (c == quote) quote = QChar();
    } else if (c == u'"' || c == u'`') {
      quote = c;
    } else if (c.isSpace() || c == u'(' || c == u')' || isSignAt(text, i)) {
      return i;
    }
  }
  return text.size();
}

std::vector<Piece> piecesOf(const QString& text) {
  std::vector<Piece> pieces;
  for (qsizetype at = 0; at < text.size();) {
    if (text[at].isSpace()) {
      ++at;
      continue;
    }
    const qsizetype end = endOfPiece(text, at);
    pieces.push_back({at, text.mid(at, end - at)});
    at = end;
  }
  return pieces;
}

// What may stand at a place of an expression.
enum class Place { Operand, Operator, AfterNot, AfterIs, AfterIsNot, Value, Selector, Join };

struct Context {
  Place place = Place::Operand;
  QString operand;  // what is compared
};

Context after(const Context& before, const QString& piece) {
  switch (before.place) {
    case Place::Operand:
      if (piece == u"not" || piece == u"(") return before;
      return {Place::Operator, piece};
    case Place::Operator:
      if (piece == u"not") return {Place::AfterNot, before.operand};
      if (piece == u"is") return {Place::AfterIs, before.operand};
      return {piece == u"in" ? Place::Selector : Place::Value, before.operand};
    case Place::AfterNot:
      return {piece == u"in" ? Place::Selector : Place::Value, before.operand};
    case Place::AfterIs:
      return {piece == u"not" ? Place::AfterIsNot : Place::Join, {}};
    case Place::Join:
      return {piece == u"and" || piece == u"or" ? Place::Operand : Place::Join, {}};
    case Place::AfterIsNot:
    case Place::Value:
    case Place::Selector:
      break;
  }
  return {Place::Join, {}};
}

// The piece that ends at the cursor, as far as it is typed, and what may stand there.
struct Typed {
  Piece piece;
  Context context;
};

Typed typedAt(const QString& text, int cursor) {
  const QString head = text.left(std::clamp<qsizetype>(cursor, 0, text.size()));
  std::vector<Piece> pieces = piecesOf(head);
  Piece last{head.size(), {}};
  const bool goesOn = !pieces.empty() && pieces.back().begin + pieces.back().text.size() == head.size();
  const bool isMark =
      goesOn && (pieces.back().text == u"(" || pieces.back().text == u")" || isSignAt(pieces.back().text, 0));
  if (goesOn && !isMark) {
    last = pieces.back();
    pieces.pop_back();
  }
  Context context;
  for (const Piece& piece : pieces) context = after(context, piece.text);
  return {last, context};
}

QStringList fitting(const QStringList& offers, const QString& typed) {
  QStringList found;
  for (const QString& offer : offers) {
    if (found.size() >= FilterGuide::kMaxOffers) break;
    if (offer != typed && offer.contains(typed, Qt::CaseInsensitive)) found << offer;
  }
  return found;
}

QStringList operators(const QStringList& selector) {
  QStringList offered = operatorsOf(selectorType(selector));
  offered.removeAll(QStringLiteral("in"));  // these come after a value
  offered.removeAll(QStringLiteral("not in"));
  if (offered.isEmpty()) offered = QStringList{QStringLiteral("in"), QStringLiteral("not in")};
  return offered;
}

QStringList afterNot(const QStringList& selector) {
  QStringList offered;
  for (const QString& op : operators(selector)) {
    if (op.startsWith(QLatin1String("not "))) offered << op.mid(4);
  }
  return offered;
}

}  // namespace

ExpressionGuide::ExpressionGuide(Instances instances, QObject* parent)
    : FilterGuide({}, {}, parent), m_instances(std::move(instances)) {}

// Of maps the keys that are there; `holdValues`: only what a value can be in.
QStringList ExpressionGuide::selectors(bool holdValues) const {
  QSet<QString> keys;
  const auto instances = m_instances();
  for (std::size_t i = 0; i < std::min(instances.size(), kMaxInstances); ++i) {
    for (const auto& [key, value] : instances[i].meta) keys.insert(text(key));
  }
  QStringList sorted(keys.begin(), keys.end());
  sorted.sort();
  QStringList found;
  for (const QString& key : sorted) {
    if (!holdValues) found << selectorText({QStringLiteral("Service"), QStringLiteral("Meta"), key});
  }
  for (const QStringList& path : knownSelectors()) {
    const bool holds = operatorsOf(selectorType(path)).contains(QStringLiteral("in"));
    if (!holdValues || holds) found << selectorText(path);
  }
  return found;
}

// Most frequent first.
QStringList ExpressionGuide::values(const QStringList& selector) const {
  const QString name = selector.join(QLatin1Char('.'));
  if (name == u"Checks.Status")
    return {QStringLiteral("passing"), QStringLiteral("warning"), QStringLiteral("critical")};
  if (selectorType(selector) == SelectorType::Boolean)
    return {QStringLiteral("true"), QStringLiteral("false")};
  QHash<QString, int> counts;
  const auto instances = m_instances();
  for (std::size_t i = 0; i < std::min(instances.size(), kMaxInstances); ++i) {
    const consul::Instance& instance = instances[i];
    if (name == u"Service.ID") ++counts[text(instance.id)];
    if (name == u"Service.Service") ++counts[text(instance.service)];
    if (name == u"Service.Address" || name == u"Node.Address") ++counts[text(instance.address)];
    if (name == u"Service.Port") ++counts[QString::number(instance.port)];
    if (name == u"Node.Node" || name == u"Checks.Node") ++counts[text(instance.node)];
    if (name == u"Service.Tags" || name == u"Checks.ServiceTags") {
      for (const std::string& tag : instance.tags) ++counts[text(tag)];
    }
    for (const auto& [key, value] : instance.meta) {
      if (name == u"Service.Meta") ++counts[text(key)];
      if (selector.size() == 3 && name.startsWith(u"Service.Meta.") && selector[2] == text(key))
        ++counts[text(value)];
    }
    for (const consul::Check& check : instance.checks) {
      if (name == u"Checks.CheckID") ++counts[text(check.id)];
      if (name == u"Checks.Name") ++counts[text(check.name)];
      if (name == u"Checks.Type") ++counts[text(check.type)];
    }
  }
  QStringList found = counts.keys();
  std::sort(found.begin(), found.end(), [&counts](const QString& a, const QString& b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
  });
  return found;
}

QStringList ExpressionGuide::offers(const QString& text, int cursor) const {
  const Typed typed = typedAt(text, cursor);
  const QString& word = typed.piece.text;
  const QStringList operand = selectorPath(typed.context.operand);
  switch (typed.context.place) {
    case Place::Operand:
      return fitting(selectors(false), word);
    case Place::Selector:
      return fitting(selectors(true), word);
    case Place::Operator:
      return fitting(operators(operand), word);
    case Place::AfterNot:
      return fitting(afterNot(operand), word);
    case Place::AfterIs:
      return fitting({QStringLiteral("empty"), QStringLiteral("not empty")}, word);
    case Place::AfterIsNot:
      return fitting({QStringLiteral("empty")}, word);
    case Place::Join:
      return fitting({QStringLiteral("and"), QStringLiteral("or")}, word);
    case Place::Value:
      break;
  }
  QString wanted = word;
  wanted.remove(QLatin1Char('"')).remove(QLatin1Char('`'));
  QStringList found;
  for (const QString& value : values(operand)) {
    const QString written = expressionValue(value);
    if (found.size() >= kMaxOffers) break;
    if (!written.isEmpty() && written != word && value.contains(wanted, Qt::CaseInsensitive))
      found << written;
  }
  return found;
}

QString ExpressionGuide::take(const QString& text, int cursor, const QString& offer) const {
  const Piece piece = typedAt(text, cursor).piece;
  QString head = text.left(piece.begin);
  const bool touches = !head.isEmpty() && !head.back().isSpace() && head.back() != u'(';
  if (touches) head += QLatin1Char(' ');
  return head + offer + QLatin1Char(' ') + text.mid(piece.begin + piece.text.size()).trimmed();
}

QString ExpressionGuide::problem(const QString& text) const {
  const auto problem = expressionProblem(text);
  return problem ? tr("%1 (character %2)").arg(words(*problem)).arg(problem->at + 1) : QString();
}

QString ExpressionGuide::misused(const ExpressionProblem& problem) const {
  if (problem.kind == ExpressionProblem::Kind::UnknownSelector) {
    std::vector<std::string> known;
    for (const QStringList& path : knownSelectors()) known.push_back(selectorText(path).toStdString());
    const std::vector<std::string_view> names(known.begin(), known.end());
    const std::string written = problem.what.toStdString();
    const std::string_view meant = policy::nearestWord(written, names);
    if (meant.empty()) return tr("Consul has no “%1” here.").arg(problem.what);
    return tr("Consul has no “%1” here. Did you mean “%2”?")
        .arg(problem.what, QString::fromUtf8(meant.data(), static_cast<qsizetype>(meant.size())));
  }
  const QStringList fit = operatorsOf(selectorType(selectorPath(problem.detail)));
  if (fit.isEmpty()) return tr("“%1” cannot be compared itself, only what is in it.").arg(problem.detail);
  return tr("“%1” does not fit “%2”, which takes: %3.")
      .arg(problem.what, problem.detail, fit.join(QStringLiteral(", ")));
}

QString ExpressionGuide::words(const ExpressionProblem& problem) const {
  using Kind = ExpressionProblem::Kind;
  switch (problem.kind) {
    case Kind::TooLong:
      return tr("This expression is too long.");
    case Kind::TooDeep:
      return tr("There are too many parentheses in each other.");
    case Kind::OpenQuote:
      return tr("A quotation mark is not closed.");
    case Kind::BadEscape:
      return tr("A backslash in double quotes must be written twice; in backquotes it stands for itself.");
    case Kind::BadNumber:
      return tr("A value that begins like a number but is none needs quotes.");
    case Kind::OpenGroup:
      return tr("A parenthesis is not closed.");
    case Kind::NothingThere:
      return tr("A selector or a value is missing here.");
    case Kind::OperatorMissing:
      return tr("After “%1” there is no operator; a key with other signs than letters, digits and _ is "
                "written [\"so\"], a value in quotes.")
          .arg(problem.what);
    case Kind::ValueMissing:
      return tr("After “%1” a value is missing; one with other signs than letters, digits and _ needs "
                "quotes.")
          .arg(problem.what);
    case Kind::SelectorMissing:
      return tr("After “in” a selector is missing.");
    case Kind::OnlyJoins:
      return tr("Only “and” or “or” can stand at “%1”; a value with other signs than letters, digits and _ "
                "needs quotes.")
          .arg(problem.what);
    case Kind::UnknownSelector:
    case Kind::WrongOperator:
      return misused(problem);
    case Kind::NoInteger:
      return tr("“%1” is no whole number.").arg(problem.what);
    case Kind::NoBoolean:
      return tr("“%1” is neither true nor false.").arg(problem.what);
    case Kind::BadPattern:
      return tr("“%1” is no regular expression: %2.").arg(problem.what, problem.detail);
  }
  return {};
}

}  // namespace halftone::app
