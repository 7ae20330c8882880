// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include "server/net/socket.h"
#include "tests/server/chat/jsoncompare.h"
#include "tests/support/childprocess.h"

namespace halftone::chat::testing {

using nlohmann::json;

// A node in a process of its own.
class NodeProcess {
 public:
  bool start(const QTemporaryDir& folder, const QString& node, const QString& version,
             const QStringList& more = {}) {
    QStringList arguments{QStringLiteral("chat"),
                          QStringLiteral("--listen"),
                          QStringLiteral("127.0.0.1:0"),
                          QStringLiteral("--admin"),
                          QStringLiteral("127.0.0.1:0"),
                          QStringLiteral("--version"),
                          version,
                          QStringLiteral("--node"),
                          node,
                          QStringLiteral("--backplane"),
                          QStringLiteral("sqlite:") + folder.filePath(QStringLiteral("chat.db")),
                          QStringLiteral("--message-rate"),
                          QStringLiteral("0")};
    if (!process.start(test::builtProgram(QStringLiteral("halftone-server")), arguments + more)) return false;
    const json ready = json::parse(process.firstLine(std::chrono::seconds(20)).toStdString(), nullptr, false);
    if (!ready.is_object() || ready["role"] != "chat" || ready["node"] != node.toStdString()) return false;
    address = net::SocketAddress::parse(ready["listen"].get<std::string>()).value();
    admin = net::SocketAddress::parse(ready["admin"].get<std::string>()).value();
    return true;
  }

  test::ChildProcess process;
  net::SocketAddress address;
  net::SocketAddress admin;
};

}  // namespace halftone::chat::testing
