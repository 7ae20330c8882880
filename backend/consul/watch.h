// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <memory>

#include "backend/consul/client.h"

namespace halftone::consul {

// Keeps one read of Consul live by blocking queries, by the rules of the contract: the index starts anew when
// it goes back, is never 0, the loop is rate-limited, failures back off with jitter (at most 3 s) and go to
// the endpoint's next address. An address that is silent, its connections open, counts as failed after 8 s.
// Has a connection of its own, so that many watches do not starve each other (QNetworkAccessManager opens
// six for a host). Lives in its parent's thread.
class Watch : public QObject {
  Q_OBJECT
 public:
  // `path` such as "/v1/health/service/chat", `query` such as "passing".
  Watch(Endpoint endpoint, QString path, QString query, QObject* parent = nullptr);
  ~Watch() override;
  void start();
  void stop();

 signals:
  // A body that differs from the one before (compared as bytes), or the first. Status 200 or 404 (KV).
  void changed(const halftone::consul::Answer& answer);
  // The first failure after good answers, and each change of the reason.
  void failed(const halftone::Error& error);
  // The first good answer after `failed`, before `changed` if there is one.
  void recovered();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace halftone::consul
