// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <deque>
#include <functional>

#include "app/viewmodels/noticegate.h"
#include "app/viewmodels/recordmodel.h"

namespace halftone::app {

// Something that happened and that an operator wants to hear of though they look elsewhere.
struct Notice {
  // Words in the language of now; they hold what they speak of by value, since they are asked for again when
  // the language is another.
  using Words = std::function<QString()>;

  QString mark;   // "ok", "pause", "warn", "bad": a StateMark's kind
  QString about;  // what it is about, for the gate: "down chat-2"
  Words title;
  Words text;
  QString link;  // a deep link to where it can be seen; may be empty
};

// What happened lately, newest first, for the window and the desktop. Can be switched off: then nothing is
// shown, and the list goes on. GUI thread.
class Notices : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window receives it")
  Q_PROPERTY(halftone::app::RecordModel* recent READ recent CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* shown READ shown CONSTANT)
  Q_PROPERTY(bool enabled READ isEnabled WRITE setEnabled NOTIFY enabledChanged)
  Q_PROPERTY(int unread READ unread NOTIFY unreadChanged)

 public:
  static constexpr std::size_t kKept = 50;
  static constexpr std::size_t kShown = 3;
  static constexpr qint64 kShownMs = 8000;

  explicit Notices(QObject* parent = nullptr);

  // One row a notice, newest first: number, mark, title, text, time, link.
  [[nodiscard]] RecordModel* recent() { return &m_recent; }
  // Those that the window shows now, at most kShown.
  [[nodiscard]] RecordModel* shown() { return &m_shown; }
  [[nodiscard]] bool isEnabled() const { return m_enabled; }
  void setEnabled(bool enabled);
  // How many came since the list was last looked at.
  [[nodiscard]] int unread() const { return m_unread; }

  // What is told from now on is of this cluster: its links lead there.
  void setCluster(const QString& name) { m_cluster = name; }
  void tell(const Notice& notice);
  void retranslate() { show(); }
  Q_INVOKABLE void markRead();
  // Takes it off the window; the list keeps it.
  Q_INVOKABLE void dismiss(int number);
  // To where it can be seen; `opened` tells the link.
  Q_INVOKABLE void open(int number);

 signals:
  void enabledChanged();
  void unreadChanged();
  // Passed the gate, while enabled: the desktop may tell of it.
  void told(int number, const QString& mark, const QString& title, const QString& text);
  void opened(const QString& link);

 private:
  struct Kept {
    int number = 0;
    Notice notice;
    qint64 timeMs = 0;
    bool shown = false;
    QString link;  // of its cluster
  };
  void show();

  NoticeGate m_gate;
  std::deque<Kept> m_all;
  RecordModel m_recent;
  RecordModel m_shown;
  int m_number = 0;
  int m_unread = 0;
  bool m_enabled = true;
  QString m_cluster;
};

}  // namespace halftone::app
