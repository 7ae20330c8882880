// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "app/viewmodels/consulexpression.h"

namespace halftone::app {

// A comparison of an expression.
struct ExpressionMatch {
  QStringList selector;
  qsizetype selectorAt = 0;
  QString op;  // "not in"
  qsizetype opAt = 0;
  QString value{};  // without quotes; empty where there is none
  qsizetype valueAt = 0;
};

struct ParsedExpression {
  std::vector<ExpressionMatch> matches;
  std::optional<ExpressionProblem> problem;
};

// Reads an expression by the grammar of go-bexpr 0.1.2, which is of Consul 1.8: what its selectors mean is
// not looked at. Pure.
[[nodiscard]] ParsedExpression parseExpression(const QString& text);
// The steps of a selector that is the whole text; empty if it is none.
[[nodiscard]] QStringList readSelector(const QString& text);

}  // namespace halftone::app
