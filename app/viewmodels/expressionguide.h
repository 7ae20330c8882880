// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <functional>
#include <vector>

#include "app/viewmodels/consulexpression.h"
#include "app/viewmodels/filterguide.h"
#include "backend/consul/instances.h"

namespace halftone::app {

// What helps to type one of Consul's filter expressions: selectors, the operators that each takes, values
// that the instances of now have, and why Consul would refuse the text. GUI thread.
class ExpressionGuide : public FilterGuide {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")

 public:
  using Instances = std::function<std::vector<consul::Instance>()>;

  explicit ExpressionGuide(Instances instances, QObject* parent = nullptr);

  [[nodiscard]] QStringList offers(const QString& text, int cursor) const override;
  [[nodiscard]] QString take(const QString& text, int cursor, const QString& offer) const override;
  [[nodiscard]] QString problem(const QString& text) const override;

 private:
  [[nodiscard]] QStringList selectors(bool holdValues) const;
  [[nodiscard]] QStringList values(const QStringList& selector) const;
  [[nodiscard]] QString words(const ExpressionProblem& problem) const;
  [[nodiscard]] QString misused(const ExpressionProblem& problem) const;

  Instances m_instances;
};

}  // namespace halftone::app
