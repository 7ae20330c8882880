// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/base/result.h"
#include "server/registry/localagent.h"
#include "server/registry/statestore.h"

namespace halftone::registry {

// The registry's database: SQLite with a write-ahead log, one transaction for each save. What was saved
// survives the end of the process, however it ends. One thread.
class Durable {
 public:
  // Opens or creates `folder`/registry.sqlite. An error if another registry has it open.
  [[nodiscard]] static Result<std::unique_ptr<Durable>> open(const std::string& folder);
  ~Durable();
  Durable(const Durable&) = delete;
  Durable& operator=(const Durable&) = delete;

  struct Saved {
    std::string nodeId;  // "" in a fresh database
    std::string nodeName;
    StateStore::Image image;
    std::vector<Service> agentServices;
    std::vector<LocalCheck> agentChecks;
  };
  [[nodiscard]] Result<Saved> load();
  [[nodiscard]] Result<void> saveNode(const Node& node);  // who this agent is
  [[nodiscard]] Result<void> save(const StateStore& state, const Changes& changes, const LocalAgent& agent,
                                  const LocalAgent::Touched& touched);

 private:
  struct Database;
  explicit Durable(std::unique_ptr<Database> database);
  std::unique_ptr<Database> m_database;
};

}  // namespace halftone::registry
