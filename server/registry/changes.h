// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "server/registry/model.h"

namespace halftone::registry {

// What writes have touched since it was last taken: the rows to be made durable and the reads to be woken.
// Whether a row was put or removed, the store tells.
struct Changes {
  std::set<std::string> nodes;  // folded names
  std::set<InNode> services;
  std::set<InNode> checks;
  std::set<std::string> serviceNames;  // folded: whose index moved
  std::set<std::string> keys;
  std::set<std::string> tombstones;
  std::set<std::string> sessions;
  std::set<ConfigName> configEntries;
  bool indexes = false;  // the counter or the index of a table moved

  [[nodiscard]] bool isEmpty() const {
    return nodes.empty() && services.empty() && checks.empty() && serviceNames.empty() && keys.empty() &&
           tombstones.empty() && sessions.empty() && configEntries.empty() && !indexes;
  }
};

}  // namespace halftone::registry
