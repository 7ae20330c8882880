// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/modelwatch.h"

#include <QAbstractItemModel>
#include <QMetaProperty>

namespace halftone::test {

void ModelWatch::follow(QObject* root) {
  if (root == nullptr || m_seen.contains(root)) return;
  m_seen.insert(root);
  if (auto* model = qobject_cast<QAbstractItemModel*>(root)) {
    m_testers.push_back(std::make_unique<QAbstractItemModelTester>(
        model, QAbstractItemModelTester::FailureReportingMode::QtTest));
  }
  const QMetaObject* type = root->metaObject();
  for (int i = 0; i < type->propertyCount(); ++i) {
    const QMetaProperty property = type->property(i);
    const QMetaType held = property.metaType();
    if (!(held.flags() & QMetaType::PointerToQObject)) continue;
    // Not the items and windows of Qt, which lead everywhere.
    if (!QByteArray(held.name()).startsWith("halftone::app::")) continue;
    follow(property.read(root).value<QObject*>());
  }
}

}  // namespace halftone::test
