// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

// The filter expressions of Consul on /v1/health/service (go-bexpr; checked against Consul 1.8.7). Newer
// servers know some selectors more. Pure; any thread.
namespace halftone::app {

// What a selector leads to, which decides how it can be compared.
enum class SelectorType { Unknown, Struct, String, Integer, Boolean, Strings, Structs, StringMap, StructMap };

[[nodiscard]] SelectorType selectorType(const QStringList& path);
// As a selector of an expression: "Service.Meta.version", `Service.Meta["my-key"]`.
[[nodiscard]] QString selectorText(const QStringList& path);
// The steps of a selector as it is written; empty if it is none.
[[nodiscard]] QStringList selectorPath(const QString& text);
// Those that can be compared, without the keys of maps, most used first.
[[nodiscard]] QList<QStringList> knownSelectors();
// "==", "not contains", "is empty" and so on, that this type takes before a value or alone.
[[nodiscard]] QStringList operatorsOf(SelectorType type);
// In quotes if it needs them; empty if no quotes can hold it.
[[nodiscard]] QString expressionValue(const QString& value);

struct ExpressionProblem {
  enum class Kind {
    TooLong,
    TooDeep,
    OpenQuote,
    BadEscape,
    BadNumber,  // as a literal
    OpenGroup,
    NothingThere,     // a selector or a value is missing
    OperatorMissing,  // after `what`
    ValueMissing,     // after the operator `what`
    SelectorMissing,  // after `in`
    OnlyJoins,        // what follows is neither `and` nor `or`
    UnknownSelector,
    WrongOperator,  // `what` on `detail`
    NoInteger,
    NoBoolean,
    BadPattern,
  };
  Kind kind;
  qsizetype at = 0;  // place in the text, from 0
  QString what{};
  QString detail{};
};

inline constexpr qsizetype kMaxExpressionLength = 500;

// Why Consul would refuse it; nothing: it is taken. An empty text is taken.
[[nodiscard]] std::optional<ExpressionProblem> expressionProblem(const QString& text);

}  // namespace halftone::app
