// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>
#include <cstdint>
#include <random>

#include "server/demo/profile.h"

namespace halftone::demo {

// What all chatters of a crowd did, counted in one place.
struct ChatCounters {
  std::uint64_t open = 0;
  std::uint64_t reconnects = 0;  // sessions that were cut and came back
  std::uint64_t messages = 0;    // received
};

// A virtual user with a chat session through the proxy: joins a room, says something now and then, leaves
// after some minutes and comes back as somebody else. When it is cut off it reconnects as the same user,
// with a jittered pause that grows. Lives in the crowd's thread.
class Chatter : public QObject {
  Q_OBJECT
 public:
  Chatter(QUrl proxy, std::uint32_t seed, ChatCounters* counters, QObject* parent = nullptr);
  ~Chatter() override;
  void start();

 private:
  void comeAsSomebodyNew();
  void connectNow();
  void connected();
  void disconnected();
  void say();
  [[nodiscard]] int around(double meanMs);  // exponentially distributed, bounded

  QUrl m_proxy;
  std::mt19937 m_random;
  ChatCounters* m_counters;
  Profile m_profile;
  QString m_room;
  QWebSocket m_socket;
  QTimer m_connectTimer;
  QTimer m_sayTimer;
  QTimer m_leaveTimer;
  int m_failures = 0;
  bool m_open = false;
  bool m_leaving = false;
  bool m_wasCut = false;
};

}  // namespace halftone::demo
