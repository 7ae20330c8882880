// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <chrono>
#include <memory>

#include "backend/consul/client.h"

class QNetworkAccessManager;
class QNetworkReply;

namespace halftone::consul {

// Whether one address of a Consul still answers, for the blocking queries that wait there: a process that was
// stopped, or a machine that was cut off, keeps their connections open and says nothing for as long as they
// may wait. Asks /v1/status/leader after kQuiet without a word from the address; any HTTP status is a sign of
// life. One for all watches of an address in a thread. Internal to backend/consul.
class Liveness : public QObject {
  Q_OBJECT
 public:
  static constexpr std::chrono::milliseconds kQuiet{4000};
  static constexpr std::chrono::milliseconds kPatience{4000};

  // The one of this thread for that address of the endpoint. It asks for as long as somebody holds it.
  [[nodiscard]] static std::shared_ptr<Liveness> of(const Endpoint& endpoint, std::size_t turn);
  Liveness(const Endpoint& endpoint, std::size_t turn);
  ~Liveness() override;

  // The address has just answered something.
  void heard();

 signals:
  // Nothing was heard for kQuiet + kPatience. Again after each further such time. To be connected queued:
  // who hears it may let go of this.
  void silent(const halftone::Error& error);

 private:
  void ask();
  void settled(QNetworkReply* finished);

  Endpoint m_endpoint;
  std::size_t m_turn;
  std::unique_ptr<QNetworkAccessManager> m_network;
  QPointer<QNetworkReply> m_reply;
  QTimer m_quiet;
  bool m_heardMeanwhile = false;  // since the question under way was asked
};

}  // namespace halftone::consul
