// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <deque>
#include <vector>

#include "app/feeds/sessionbook.h"
#include "app/feeds/sessiontail.h"

namespace halftone::app {

class SessionsFeed;

// The frames of one session or room as they happen: the newest kMaxFrames, the oldest first. While it stands
// still frames go on to be counted, not shown. GUI thread.
class SessionFrames : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(bool active READ isActive NOTIFY changed)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QStringList scopes READ scopes NOTIFY scopesChanged)
  Q_PROPERTY(int scope READ scope WRITE setScope NOTIFY changed)
  Q_PROPERTY(QString state READ state NOTIFY changed)
  Q_PROPERTY(bool redacted READ isRedacted WRITE setRedacted NOTIFY changed)
  Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY changed)
  Q_PROPERTY(int count READ count NOTIFY countChanged)

 public:
  static constexpr int kMaxFrames = 500;
  enum Role { TimeRole = Qt::UserRole, DirectionRole, UserRole, KindRole, TextRole };

  explicit SessionFrames(const SessionsFeed* feed, QObject* parent = nullptr);

  // The session whose frames are followed; rooms to choose from are its own.
  void follow(ChatSessionPtr session);
  Q_INVOKABLE void stop();
  Q_INVOKABLE void clear();

  [[nodiscard]] bool isActive() const { return m_session != nullptr; }
  [[nodiscard]] QString title() const;
  // Whose frames there are to choose from: the session's own, and everything said in one of its rooms on any
  // node.
  [[nodiscard]] QStringList scopes() const;
  [[nodiscard]] int scope() const;
  void setScope(int scope);
  // Whether the nodes are heard, and what was left out.
  [[nodiscard]] QString state() const;
  // Texts are shown as their length; the node leaves them out. On at first, and again for each session.
  [[nodiscard]] bool isRedacted() const { return m_redacted; }
  void setRedacted(bool redacted);
  [[nodiscard]] bool isPaused() const { return m_paused; }
  void setPaused(bool paused);
  [[nodiscard]] int count() const { return static_cast<int>(m_frames.size()); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void changed();
  void countChanged();
  void scopesChanged();

 private:
  [[nodiscard]] QStringList rooms() const;
  void begin();
  void take(const TailFrame& frame);
  void showPending();

  const SessionsFeed* m_feed;
  SessionTail m_tail;
  ChatSessionPtr m_session;
  QString m_room;
  std::deque<TailFrame> m_frames;
  std::vector<TailFrame> m_pending;  // shown together: a busy room sends thousands a second
  QTimer m_show;
  quint64 m_missed = 0;
  bool m_redacted = true;
  bool m_paused = false;
};

}  // namespace halftone::app
