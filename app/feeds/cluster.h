// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <optional>

#include "backend/consul/client.h"

namespace halftone::app {

// One cluster as the operator named it. Its token is kept elsewhere (TokenVault). A value.
struct Cluster {
  QString name;
  QStringList addresses;  // http://127.0.0.1:8500, tried in this order
  QString datacenter;     // empty: the agent's own
  consul::TlsFiles tls;
  bool production = false;  // mistakes in it hurt
  bool readOnly = false;
};

// An address as people write it ("10.0.0.5", "consul.example:8501", a URL) as a URL of Consul's API; nothing
// if it is none.
[[nodiscard]] std::optional<QUrl> consulUrl(const QString& text);

// Where the console is to speak. Invalid, naming what is wrong: an address, a file.
[[nodiscard]] Result<consul::Endpoint> endpointOf(const Cluster& cluster, const QByteArray& token);

}  // namespace halftone::app
