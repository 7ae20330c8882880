// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <string>
#include <string_view>
#include <vector>

#include "backend/store/policystore.h"

namespace halftone::store {

// Somebody who has a service's policy open for editing.
struct Editor {
  std::string service;
  std::string session;  // of Consul
  std::string who;
  std::string from;
  std::string since;  // UTC, RFC 3339
  friend bool operator==(const Editor&, const Editor&) = default;
};

// halftone/editing/<service>/<session>: held as a lock by that session, so that it goes with it.
inline constexpr std::string_view kEditingPrefix = "halftone/editing/";
[[nodiscard]] std::string editingKey(std::string_view service, std::string_view session);
// Who edits, of what lies under kEditingPrefix (a read with ?recurse). Keys whose session is gone are nobody.
[[nodiscard]] std::vector<Editor> editorsIn(const std::vector<consul::KvEntry>& entries);

// Says in Consul that somebody edits a service's policy, as long as this object edits and its process lives:
// a session with a TTL holds a key that is deleted with it. A process that dies is gone after 10 to 20 s. It
// goes on trying while Consul is away. Lives in its client's thread.
class Presence : public QObject {
  Q_OBJECT
 public:
  explicit Presence(consul::Client* client, QObject* parent = nullptr);
  ~Presence() override;  // releases, if the client still lives

  // One service at a time: editing another ends the former.
  void edit(const std::string& service, const Actor& actor);
  void release();
  // Our own, to leave ourselves out of editorsIn(); empty while there is none.
  [[nodiscard]] const std::string& session() const { return m_session; }

 signals:
  void announced();
  void released();  // Consul has answered release(), and others see that we are gone
  void failed(const halftone::Error& error);  // it tries again

 private:
  void createSession();
  void announce();
  void renew();
  void lost(const Error& error);

  QPointer<consul::Client> m_client;
  QTimer m_timer;
  std::string m_service;
  Actor m_actor;
  std::string m_since;
  std::string m_session;
  bool m_announced = false;  // Consul has taken the key of m_session
  quint64 m_turn = 0;        // answers to an earlier edit() are passed over
};

}  // namespace halftone::store
