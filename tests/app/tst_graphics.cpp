// SPDX-License-Identifier: GPL-3.0-or-later
#include <QGuiApplication>
#include <QQuickView>
#include <QTest>

#include "app/graphics.h"

using halftone::app::chooseGraphics;
using halftone::app::isDrawnByProcessor;

// Its windows are on the platform "offscreen", which has no OpenGL.
class Graphics : public QObject {
  Q_OBJECT

 private slots:
  void aRendererOnTheProcessorIsKnownByItsName_data() {
    QTest::addColumn<QString>("renderer");
    QTest::addColumn<bool>("byProcessor");
    QTest::newRow("Mesa") << "llvmpipe (LLVM 15.0.6, 256 bits)" << true;
    QTest::newRow("old Mesa") << "Gallium 0.4 on softpipe" << true;
    QTest::newRow("oldest Mesa") << "Software Rasterizer" << true;
    QTest::newRow("ANGLE") << "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (LLVM 10.0.0)))" << true;
    QTest::newRow("Intel") << "Mesa Intel(R) UHD Graphics 620 (KBL GT2)" << false;
    QTest::newRow("AMD") << "AMD Radeon RX 6600 (navi23, LLVM 15.0.6, DRM 3.49)" << false;
    QTest::newRow("a virtual machine's") << "virgl (Mesa Intel(R) Xe Graphics (TGL GT2))" << false;
  }
  void aRendererOnTheProcessorIsKnownByItsName() {
    QFETCH(QString, renderer);
    QTEST_ASSERT(!renderer.isEmpty());
    QTEST(isDrawnByProcessor(renderer), "byProcessor");
  }

  void theEnvironmentsBackendStays() {
    qputenv("QSG_RHI_BACKEND", "opengl");
    const auto before = QQuickWindow::graphicsApi();
    chooseGraphics();
    QCOMPARE(QQuickWindow::graphicsApi(), before);
    QVERIFY(before != QSGRendererInterface::Software);
    qunsetenv("QSG_RHI_BACKEND");
  }

  void withoutOpenGlWindowsAreDrawnBySoftware() {
    chooseGraphics();
    QQuickView view;
    view.resize(60, 40);
    view.setColor(QColor("#c01030"));
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QCOMPARE(view.rendererInterface()->graphicsApi(), QSGRendererInterface::Software);
    QCOMPARE(view.grabWindow().pixelColor(30, 20), QColor("#c01030"));
  }
};

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qunsetenv("QT_QUICK_BACKEND");
  qunsetenv("QSG_RHI_BACKEND");
  const QGuiApplication app(argc, argv);
  Graphics test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_graphics.moc"
