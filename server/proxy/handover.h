// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <string>
#include <vector>

#include "server/net/socket.h"

class QSocketNotifier;

namespace halftone::proxy {

// How a proxy's listening sockets go to the process that follows it, over a Unix socket of one user. Both
// hold them for a moment, so that no connection in their queues is lost.
//
//   predecessor: offer() ... descriptors ----> successor: take()
//                            <---- its node's name, once it can route    tellReady()
//                taken(): accepts no more, ends what is under way, exits

struct Inheritance {
  std::vector<net::UniqueFd> listeners;  // none: there was nobody to take over from
  net::UniqueFd channel;

  void tellReady(const std::string& node);
};

// Blocks for at most some seconds. An error where somebody is there but hands nothing over.
[[nodiscard]] Result<Inheritance> takeListeners(const std::string& path);

// Offers listeners to whoever of the same user connects. Replaces an older offer at the same path. Main
// thread.
class Handover : public QObject {
  Q_OBJECT
 public:
  [[nodiscard]] static Result<std::unique_ptr<Handover>> offer(const std::string& path,
                                                               std::vector<net::UniqueFd> listeners);
  ~Handover() override;  // closes its copies of the listeners

 signals:
  void taken(const QString& node);  // the successor is ready; once

 private:
  Handover(std::vector<net::UniqueFd> listeners, net::UniqueFd socket);
  void meet();
  void hear();

  std::vector<net::UniqueFd> m_listeners;
  net::UniqueFd m_socket;
  net::UniqueFd m_successor;
  std::string m_heard;
  std::unique_ptr<QSocketNotifier> m_meeting;
  std::unique_ptr<QSocketNotifier> m_hearing;
};

}  // namespace halftone::proxy
