// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <string>

#include "backend/store/records.h"

namespace halftone::store {

// One publish on its way; destroys itself at its end. Internal to backend/store.
//
//   attempt --> done
//      |  conflict, or no answer
//      v
//   settle: is our audit entry there? --> done, it was us (the network sends a request again when a kept
//      |                                  connection turns out closed, and Consul may have heard both)
//      v
//   is the policy still the base? -- no --> Conflict, with what is in force
//      |  yes: the history entry's number is taken (the policy was deleted, or written by hand)
//      v
//   attempt with the number after the newest, at most kMaxAttempts
class Publishing : public QObject {
  Q_OBJECT
 public:
  using Done = consul::Client::Done<StoredPolicy>;
  Publishing(consul::Client* client, Publication publication, std::string text, QObject* context, Done done);
  void attempt(std::uint64_t revision);

 private:
  void succeed(std::uint64_t modifyIndex);
  void finish(const Result<StoredPolicy>& result);
  void settle(const Error& error);
  void compareWithBase();
  void renumber();
  void refuseOver(const StoredPolicy& inForce);

  QPointer<consul::Client> m_client;
  Publication m_publication;
  std::string m_text;
  QPointer<QObject> m_context;
  Done m_done;
  Deed m_deed;
  std::string m_auditKey;
  int m_attempts = 0;
};

}  // namespace halftone::store
