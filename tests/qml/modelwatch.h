// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModelTester>
#include <QObject>
#include <QSet>
#include <memory>
#include <vector>

namespace halftone::test {

// Puts a QAbstractItemModelTester on every model that an object's properties lead to, so that what a test
// does with the window is a test of all models, too. A broken promise to a view fails the test in which it
// happens.
class ModelWatch {
 public:
  // Follows the properties of `root`, and of what they hold, as far as they are the console's own.
  void follow(QObject* root);
  [[nodiscard]] qsizetype count() const { return static_cast<qsizetype>(m_testers.size()); }

 private:
  QSet<const QObject*> m_seen;
  std::vector<std::unique_ptr<QAbstractItemModelTester>> m_testers;
};

}  // namespace halftone::test
