// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>
#include <functional>
#include <memory>

#include "app/feeds/sessionorders.h"
#include "app/viewmodels/runningmoves.h"
#include "app/viewmodels/sessionorder.h"

namespace halftone::app {

class Session;
class SessionPlacement;
class SessionsFeed;
class SessionsTable;

// What an operator does to open sessions: the draft of a move or of a kick with its projection, which follows
// the sessions as they come and go, and the orders to the nodes. GUI thread.
class SessionActions : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(QString scope READ scope WRITE setScope NOTIFY changed)
  Q_PROPERTY(QString target READ target WRITE setTarget NOTIFY changed)
  Q_PROPERTY(QStringList targets READ targets NOTIFY targetsChanged)
  Q_PROPERTY(QString mode READ mode WRITE setMode NOTIFY changed)
  Q_PROPERTY(int perSecond READ perSecond WRITE setPerSecond NOTIFY changed)
  Q_PROPERTY(int withinSeconds READ withinSeconds WRITE setWithinSeconds NOTIFY changed)
  Q_PROPERTY(int jitterPercent READ jitterPercent WRITE setJitterPercent NOTIFY changed)
  Q_PROPERTY(int sharePercent READ sharePercent WRITE setSharePercent NOTIFY changed)
  Q_PROPERTY(bool elsewhere READ isElsewhere WRITE setElsewhere NOTIFY changed)
  Q_PROPERTY(bool closeNodes READ closesNodes WRITE setCloseNodes NOTIFY changed)
  Q_PROPERTY(bool canClose READ canClose NOTIFY changed)
  Q_PROPERTY(QString reason READ reason WRITE setReason NOTIFY changed)
  Q_PROPERTY(QString effect READ effect NOTIFY changed)
  Q_PROPERTY(QString projection READ projection NOTIFY changed)
  Q_PROPERTY(bool ready READ isReady NOTIFY changed)
  Q_PROPERTY(bool sending READ isSending NOTIFY changed)
  Q_PROPERTY(QString error READ error NOTIFY changed)
  Q_PROPERTY(QString kickText READ kickText NOTIFY changed)
  Q_PROPERTY(bool readOnly READ isReadOnly NOTIFY changed)
  Q_PROPERTY(halftone::app::RunningMoves* running READ running CONSTANT)

 public:
  SessionActions(SessionsFeed* feed, SessionsTable* table, Session* session, QObject* parent = nullptr);
  ~SessionActions() override;

  // The sessions, nodes or the policy are others than before; also each second, for the projection.
  void update(std::shared_ptr<const SessionPlacement> placement);

  // Begin a draft. Of the sessions that are selected now; of those that a scope names ("node", "version",
  // "room", "user", "everybody"; the target may be chosen later); of those that the policy would place
  // elsewhere.
  Q_INVOKABLE void beginMove();
  Q_INVOKABLE void beginDrain(const QString& scope, const QString& target);
  Q_INVOKABLE void beginCloseDrift();
  Q_INVOKABLE void beginKick();
  // Send the draft: `accepted` when every node took its part. Where some did not, `error` says which; a
  // second try goes only to them.
  Q_INVOKABLE void submitMove();
  Q_INVOKABLE void submitKick();
  // By the key of RunningMoves; failures are in `error`.
  Q_INVOKABLE void stop(const QString& key);
  // Lets a node take sessions again, by its source.
  Q_INVOKABLE void reopen(const QString& source);

  [[nodiscard]] QString scope() const;
  void setScope(const QString& scope);
  [[nodiscard]] QString target() const { return m_wish.target; }
  void setTarget(const QString& target);
  // The nodes or versions there are to choose from; of rooms and users there may be too many.
  [[nodiscard]] QStringList targets() const { return m_targets; }
  [[nodiscard]] QString mode() const;  // pace, deadline, keep
  void setMode(const QString& mode);
  [[nodiscard]] int perSecond() const { return m_wish.perSecond; }
  void setPerSecond(int perSecond);  // 1 to 10,000
  [[nodiscard]] int withinSeconds() const { return m_wish.withinSeconds; }
  void setWithinSeconds(int seconds);  // 1 to 86,400
  [[nodiscard]] int jitterPercent() const { return m_wish.jitterPercent; }
  void setJitterPercent(int percent);
  [[nodiscard]] int sharePercent() const { return m_wish.sharePercent; }
  void setSharePercent(int percent);
  [[nodiscard]] bool isElsewhere() const { return m_wish.elsewhere; }
  void setElsewhere(bool elsewhere);
  [[nodiscard]] bool closesNodes() const { return m_wish.closeNodes; }
  void setCloseNodes(bool close);
  [[nodiscard]] bool canClose() const;
  [[nodiscard]] QString reason() const { return m_wish.reason; }
  void setReason(const QString& reason);
  // Whom it moves: "412 sessions on 2 nodes".
  [[nodiscard]] QString effect() const;
  // How long it takes and when it ends.
  [[nodiscard]] QString projection() const;
  [[nodiscard]] quint64 sessions() const { return sessionsOf(m_orders); }
  [[nodiscard]] bool isReady() const;
  [[nodiscard]] bool isSending() const { return m_waiting > 0; }
  [[nodiscard]] QString error() const { return m_error; }
  [[nodiscard]] QString kickText() const;
  [[nodiscard]] bool isReadOnly() const;
  [[nodiscard]] RunningMoves* running() const { return m_running; }

  void retranslate();

 signals:
  void changed();
  void targetsChanged();
  void accepted();
  // A node has taken an order: what is to stand in the audit.
  void taken(const QString& action, const QString& object, const QString& why);

 private:
  static constexpr quint64 kNoBatch = 0;  // of a single order: to stop a move, to open a node
  struct Sent {
    NodeOrder order;
    QString reason;  // for the audit
    quint64 batch = kNoBatch;
  };
  void begin(MoveWish wish);
  void beginBatch();
  void refresh();
  void listTargets();
  void submit(std::vector<NodeOrder> orders);
  void onReply(const Sent& sent, const OrderReply& reply);
  void sendOne(const Sent& sent);
  [[nodiscard]] bool refuseReadOnly();
  [[nodiscard]] SessionsKnown known() const;
  template <typename Value>
  void change(Value& value, Value wanted);

  SessionsFeed* m_feed;
  SessionsTable* m_table;
  Session* m_session;
  std::shared_ptr<const SessionPlacement> m_placement;
  std::vector<NodeStatus> m_nodes;
  SessionOrders m_sender;
  RunningMoves* m_running;
  MoveWish m_wish;
  QStringList m_targets;
  bool m_kicks = false;
  bool m_drafting = false;
  std::vector<NodeOrder> m_orders;
  quint64 m_batch = kNoBatch;  // of the draft as it is now: another with each change
  QSet<QString> m_done;        // nodes that have taken their part of this batch
  int m_due = 0;               // replies of this batch
  bool m_isRefused = false;    // a node did not take its part of this batch
  int m_waiting = 0;           // replies of all that was sent
  QString m_error;
};

}  // namespace halftone::app
