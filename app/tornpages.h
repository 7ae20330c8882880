// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QRect>
#include <QString>
#include <memory>
#include <vector>

class QQmlEngine;
class QQuickWindow;
class QSettings;

namespace halftone::app {

struct Desk;
class PageViewModel;

// Pages in windows of their own, each with a state of its own beside the same feeds. Those that are open when
// the console ends are there again when it starts, about the same services. GUI thread.
class TornPages : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kMost = 12;

  // All of them outlive this.
  TornPages(QQmlEngine* engine, QSettings* settings, QObject* parent = nullptr);
  ~TornPages() override;

  // The pages of another connection: windows stay, what they show is made anew. The former desk must still
  // live during the call.
  void setDesk(Desk* desk);
  // About what the page in the main window is about.
  void open(const QString& page);
  // Those of last time.
  void restore();
  void retranslate();
  [[nodiscard]] std::vector<QQuickWindow*> windows() const;

 signals:
  // One of these windows leads to a place in the main window.
  void mainAsked();

 public slots:
  // Closes all, and remembers them.
  void end();

 private slots:
  // Of the window that asks.
  void leadTo(const QString& page);
  void togglePin();
  void copyLink();

 private:
  struct Torn;
  [[nodiscard]] const Torn* asking() const;
  void run(const Torn& torn, const QString& target);
  bool open(const QString& page, const QString& subject, const QRect& place);
  [[nodiscard]] std::unique_ptr<PageViewModel> newPage(const QString& page);
  void keep() const;

  QQmlEngine* m_engine;
  QSettings* m_settings;
  Desk* m_desk = nullptr;
  std::vector<std::unique_ptr<Torn>> m_torn;
};

}  // namespace halftone::app
