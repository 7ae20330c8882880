// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QQuickWindow;
class QSettings;

namespace halftone::app {

// Where the main window stands, from one start to the next. GUI thread.
class WindowPlace : public QObject {
  Q_OBJECT

 public:
  // The settings outlive this.
  explicit WindowPlace(QSettings* settings, QObject* parent = nullptr);
  ~WindowPlace() override;

  // Puts the window where it was, if that place is still on a screen, and keeps its place from now on: when
  // it is closed, and when the program ends without that.
  void follow(QQuickWindow* window);

 public slots:
  void keep();

 private:
  QSettings* m_settings;
  QPointer<QQuickWindow> m_window;
};

}  // namespace halftone::app
