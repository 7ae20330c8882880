// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <utility>
#include <vector>

namespace halftone::app {

// What a node knows of one of its sessions (GET /v1/sessions/ID, resources/docs/streams.md).
struct SessionAccount {
  struct Rule {
    QString name;
    bool matched = false;
    bool enabled = true;
    QString condition;            // the first that failed; empty: none did
    std::optional<QString> seen;  // the value it looked at; nothing: there was none
  };
  // How today's policy decides for it.
  struct Placement {
    quint64 revision = 0;
    QString rule;     // "default" at last
    QString version;  // empty: nobody can serve it
    QString own;      // the policy's version that its node belongs to
    std::optional<int> bucket;
    bool sticky = true;
    bool fallback = false;
    std::vector<Rule> tried;
  };
  QString id;
  bool hasRequest = false;
  QString client;
  QString target;
  std::vector<std::pair<QString, QString>> fields;  // of the request's head
  std::optional<Placement> placement;
};

// Nothing if it is no such account. Pure.
[[nodiscard]] std::optional<SessionAccount> readSessionAccount(const QByteArray& json);

}  // namespace halftone::app
