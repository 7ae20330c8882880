// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <functional>
#include <optional>
#include <string>

#include "app/feeds/sessionaccount.h"

class QNetworkAccessManager;

namespace halftone::app {

// What a node answered to an order.
struct OrderReply {
  QByteArray body;
  QString error;  // why it was not done, for the operator; empty if it was
};

// Sends orders to the admin ports of nodes (resources/docs/streams.md). GUI thread.
class SessionOrders : public QObject {
  Q_OBJECT

 public:
  using Done = std::function<void(const OrderReply&)>;

  explicit SessionOrders(QObject* parent = nullptr);

  // What the node knows of one of its sessions; nothing where it does not tell: it is gone, or of an older
  // version.
  void inquire(const std::string& admin, const QString& session,
               std::function<void(std::optional<SessionAccount> account)> done);
  // `admin` as in an instance's meta; `done` is called once, not before this returns, and not after this
  // object has ended. A node that does not answer within five seconds is an error.
  void send(const QByteArray& verb, const std::string& admin, const QString& path, const QByteArray& body,
            Done done);

 private:
  QNetworkAccessManager* m_network;
};

}  // namespace halftone::app
