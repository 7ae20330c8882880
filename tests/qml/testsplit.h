// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVariantList>

#include "app/viewmodels/splitmodel.h"

// A split as a policy gives it, for the tests of its editor: v2 5 %, v3 15 %, v1 (stable) 80 %.
class TestSplit : public QObject {
  Q_OBJECT
  Q_PROPERTY(halftone::app::SplitModel* model READ model CONSTANT)

 public:
  explicit TestSplit(QObject* parent = nullptr) : QObject(parent) { reset(); }
  [[nodiscard]] halftone::app::SplitModel* model() { return &m_model; }

  Q_INVOKABLE void reset() {
    using halftone::BasisPoints;
    m_model.setInForce({{"v2", BasisPoints(500)}, {"v3", BasisPoints(1500)}, {"v1", BasisPoints(8000)}},
                       QStringLiteral("v1"), {});
    m_model.reset();
  }
  Q_INVOKABLE void measure(double share, double low, double high) {
    m_model.setMeasured({{QStringLiteral("v2"), {share, low, high}}});
  }
  Q_INVOKABLE [[nodiscard]] int gesture() const { return m_model.gesture(); }
  Q_INVOKABLE [[nodiscard]] QVariantList weights() const {
    QVariantList list;
    for (int row = 0; row < m_model.rowCount(); ++row)
      list.append(m_model.data(m_model.index(row), halftone::app::SplitModel::WeightRole));
    return list;
  }

 private:
  halftone::app::SplitModel m_model;
};
