// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QQuickItem>
#include <QQuickWindow>
#include <QString>
#include <QTest>
#include <QVariant>

#include "app/application.h"

namespace halftone::test {

// The whole console in a window of its own, used as a person uses it: items by their names, mouse and keys by
// Qt's test events. Starts with English and the dark theme.
class PageDriver {
 public:
  [[nodiscard]] bool start(const QUrl& consul, const QString& page);
  // On the cluster that was in front last, by the settings.
  [[nodiscard]] bool startLast(bool readOnly);
  [[nodiscard]] bool startReplay(const QString& flight, const QString& page);
  // The console's, or the one turned to.
  [[nodiscard]] QQuickWindow* window() const { return m_window ? m_window.data() : m_console->window(); }
  // All that follows is done in this window; null: in the console's own.
  void turnTo(QQuickWindow* window) { m_window = window; }
  [[nodiscard]] app::Application& console() const { return *m_console; }

  // The visible item of this name, delegates included; null if there is none.
  [[nodiscard]] QQuickItem* find(const QString& name) const;
  // A property of an item, invalid if there is no such item.
  [[nodiscard]] QVariant of(const QString& name, const char* property) const;
  [[nodiscard]] bool click(const QString& name, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  // Presses on an item's centre, moves by so many pixels in steps, releases.
  [[nodiscard]] bool drag(const QString& name, QPoint by);
  // Moves the pointer over an item, to this share of its width.
  [[nodiscard]] bool hover(const QString& name, double across);
  void type(const QString& text);
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

 private:
  [[nodiscard]] bool startWith(app::Options options, const QString& page);
  [[nodiscard]] QQuickItem* settled(const QString& name) const;
  [[nodiscard]] QPoint centre(const QQuickItem* item) const;
  std::unique_ptr<app::Application> m_console;
  QPointer<QQuickWindow> m_window;
};

}  // namespace halftone::test
