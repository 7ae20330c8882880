// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/consulexpression.h"

#include <QHash>
#include <QRegularExpression>
#include <algorithm>

#include "app/viewmodels/expressionparser.h"

namespace halftone::app {

namespace {

using Kind = ExpressionProblem::Kind;

const QString kAnyKey = QStringLiteral("*");

struct Known {
  const char* path;
  SelectorType type;
};

// Most used first.
constexpr Known kKnown[] = {
    {"Service.Tags", SelectorType::Strings},
    {"Service.Meta", SelectorType::StringMap},
    {"Service.Meta.*", SelectorType::String},
    {"Checks.Status", SelectorType::String},
    {"Service.ID", SelectorType::String},
    {"Node.Node", SelectorType::String},
    {"Service.Address", SelectorType::String},
    {"Service.Port", SelectorType::Integer},
    {"Checks.Name", SelectorType::String},
    {"Checks.Output", SelectorType::String},
    {"Checks.CheckID", SelectorType::String},
    {"Checks.ServiceID", SelectorType::String},
    {"Checks.ServiceName", SelectorType::String},
    {"Checks.ServiceTags", SelectorType::Strings},
    {"Checks.Node", SelectorType::String},
    {"Checks.Notes", SelectorType::String},
    {"Checks.Type", SelectorType::String},
    {"Checks", SelectorType::Structs},
    {"Node.Address", SelectorType::String},
    {"Node.Datacenter", SelectorType::String},
    {"Node.ID", SelectorType::String},
    {"Node.Meta", SelectorType::StringMap},
    {"Node.Meta.*", SelectorType::String},
    {"Node.TaggedAddresses", SelectorType::StringMap},
    {"Node.TaggedAddresses.*", SelectorType::String},
    {"Service.Service", SelectorType::String},
    {"Service.Kind", SelectorType::String},
    {"Service.Weights.Passing", SelectorType::Integer},
    {"Service.Weights.Warning", SelectorType::Integer},
    {"Service.EnableTagOverride", SelectorType::Boolean},
    {"Service.TaggedAddresses", SelectorType::StructMap},
    {"Service.TaggedAddresses.*.Address", SelectorType::String},
    {"Service.TaggedAddresses.*.Port", SelectorType::Integer},
    {"Service.Connect.Native", SelectorType::Boolean},
    {"Service.Proxy.DestinationServiceName", SelectorType::String},
    {"Service.Proxy.DestinationServiceID", SelectorType::String},
    {"Service.Proxy.LocalServiceAddress", SelectorType::String},
    {"Service.Proxy.LocalServicePort", SelectorType::Integer},
    {"Service.Proxy.MeshGateway.Mode", SelectorType::String},
    {"Service.Proxy.Expose.Checks", SelectorType::Boolean},
    {"Service.Proxy.Upstreams", SelectorType::Structs},
    {"Service.Proxy.Upstreams.DestinationType", SelectorType::String},
    {"Service.Proxy.Upstreams.DestinationNamespace", SelectorType::String},
    {"Service.Proxy.Upstreams.DestinationName", SelectorType::String},
    {"Service.Proxy.Upstreams.Datacenter", SelectorType::String},
    {"Service.Proxy.Upstreams.LocalBindAddress", SelectorType::String},
    {"Service.Proxy.Upstreams.LocalBindPort", SelectorType::Integer},
    {"Service.Proxy.Upstreams.MeshGateway.Mode", SelectorType::String},
};

QStringList stepsOf(const Known& known) {
  return QString::fromLatin1(known.path).split(QLatin1Char('.'));
}

bool isIdentifier(const QString& text) {
  static const QRegularExpression kIdentifier(QStringLiteral("^[a-zA-Z][a-zA-Z0-9_]*$"));
  return kIdentifier.match(text).hasMatch();
}

// Go's regular expressions (RE2) are those of Perl without what looks around and back.
std::optional<QString> patternProblem(const QString& pattern) {
  const QRegularExpression expression(pattern);
  if (!expression.isValid()) return expression.errorString();
  static const QRegularExpression kBeyond(
      QStringLiteral("\\(\\?(=|!|<=|<!|>|\\(|R|&|\\|)|\\\\[1-9gkGKZRXhHvV]"));
  const auto match = kBeyond.match(pattern);
  return match.hasMatch() ? std::optional(match.captured()) : std::nullopt;
}

std::optional<ExpressionProblem> valueProblem(const ExpressionMatch& match, SelectorType type) {
  if (match.op.endsWith(QLatin1String("matches"))) {
    if (const auto why = patternProblem(match.value))
      return ExpressionProblem{Kind::BadPattern, match.valueAt, match.value, *why};
  }
  if (type == SelectorType::Integer) {
    bool isNumber = false;
    match.value.toLongLong(&isNumber, 0);
    if (!isNumber || match.value.trimmed() != match.value)
      return ExpressionProblem{Kind::NoInteger, match.valueAt, match.value};
  }
  static const QStringList kBooleans =
      QStringLiteral("1 t T TRUE true True 0 f F FALSE false False").split(QLatin1Char(' '));
  if (type == SelectorType::Boolean && !kBooleans.contains(match.value))
    return ExpressionProblem{Kind::NoBoolean, match.valueAt, match.value};
  return std::nullopt;
}

std::optional<ExpressionProblem> matchProblem(const ExpressionMatch& match) {
  const SelectorType type = selectorType(match.selector);
  const QString selector = selectorText(match.selector);
  if (type == SelectorType::Unknown)
    return ExpressionProblem{Kind::UnknownSelector, match.selectorAt, selector};
  if (!operatorsOf(type).contains(match.op))
    return ExpressionProblem{Kind::WrongOperator, match.opAt, match.op, selector};
  return valueProblem(match, type);
}

}  // namespace

SelectorType selectorType(const QStringList& path) {
  bool leadsOn = false;
  for (const Known& known : kKnown) {
    const QStringList steps = stepsOf(known);
    const qsizetype common = std::min(steps.size(), path.size());
    bool fits = steps.size() >= path.size();
    for (qsizetype i = 0; fits && i < common; ++i) fits = steps[i] == kAnyKey || steps[i] == path[i];
    if (fits && steps.size() == path.size()) return known.type;
    leadsOn = leadsOn || (fits && !path.isEmpty());
  }
  return leadsOn ? SelectorType::Struct : SelectorType::Unknown;
}

QString selectorText(const QStringList& path) {
  QString text = path.value(0);
  for (const QString& step : path.mid(1))
    text += isIdentifier(step) ? QLatin1Char('.') + step : QStringLiteral("[\"%1\"]").arg(step);
  return text;
}

QStringList selectorPath(const QString& text) {
  return readSelector(text);
}

QList<QStringList> knownSelectors() {
  QList<QStringList> paths;
  for (const Known& known : kKnown) {
    const QStringList steps = stepsOf(known);
    if (!steps.contains(kAnyKey)) paths << steps;
  }
  return paths;
}

QStringList operatorsOf(SelectorType type) {
  const auto list = [](const char* names) { return QString::fromLatin1(names).split(QLatin1Char(',')); };
  switch (type) {
    case SelectorType::String:
      return list("==,!=,contains,not contains,matches,not matches,in,not in");
    case SelectorType::Integer:
    case SelectorType::Boolean:
      return list("==,!=");
    case SelectorType::Strings:
    case SelectorType::StringMap:
    case SelectorType::StructMap:
      return list("contains,not contains,is empty,is not empty,in,not in");
    case SelectorType::Structs:
      return list("is empty,is not empty");
    case SelectorType::Unknown:
    case SelectorType::Struct:
      break;
  }
  return {};
}

QString expressionValue(const QString& value) {
  static const QRegularExpression kBare(
      QStringLiteral("^([a-zA-Z][a-zA-Z0-9_]*(\\.[a-zA-Z][a-zA-Z0-9_]*)*|-?(0|[1-9][0-9]*)(\\.[0-9]+)?)$"));
  if (kBare.match(value).hasMatch()) return value;
  const bool plain = !value.contains(QLatin1Char('"')) && !value.contains(QLatin1Char('\\')) &&
                     !value.contains(QLatin1Char('\n'));
  if (plain) return QLatin1Char('"') + value + QLatin1Char('"');
  return value.contains(QLatin1Char('`')) ? QString() : QLatin1Char('`') + value + QLatin1Char('`');
}

std::optional<ExpressionProblem> expressionProblem(const QString& text) {
  if (text.trimmed().isEmpty()) return std::nullopt;
  const ParsedExpression parsed = parseExpression(text);
  if (parsed.problem) return parsed.problem;
  for (const ExpressionMatch& match : parsed.matches) {
    if (const auto problem = matchProblem(match)) return problem;
  }
  return std::nullopt;
}

}  // namespace halftone::app
