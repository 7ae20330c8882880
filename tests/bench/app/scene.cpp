// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/app/scene.h"

#include <QDebug>
#include <QTest>

#include "tests/bench/app/framewatch.h"

namespace halftone::bench {

Scene::Scene() {
  m_colors.add({QStringLiteral("v1"), QStringLiteral("v2"), QStringLiteral("v3")});
  m_session.provideTo(&m_engine);
  m_colors.provideTo(&m_engine);
}

QQuickItem* Scene::show(const QByteArray& qml, const QVariantMap& properties) {
  m_component.setData(qml, QUrl(QStringLiteral("qrc:/bench/Scene.qml")));
  auto* root = qobject_cast<QQuickItem*>(m_component.createWithInitialProperties(properties));
  if (root == nullptr) {
    qWarning() << m_component.errors();
    return nullptr;
  }
  m_view.setResizeMode(QQuickView::SizeRootObjectToView);
  m_view.setContent(QUrl(), &m_component, root);
  m_view.resize(1600, 1000);
  m_view.show();
  if (!QTest::qWaitForWindowExposed(&m_view)) return nullptr;
  runFor(std::chrono::seconds(1));
  return root;
}

}  // namespace halftone::bench
