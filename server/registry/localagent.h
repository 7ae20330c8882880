// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"
#include "server/registry/model.h"
#include "server/registry/statestore.h"

namespace halftone::registry {

enum class ProbeKind { None, Ttl, Http, Tcp, Script, Alias };

// A check as an agent is told to run it. Zero durations are defaults.
struct CheckSpec {
  std::string id;
  std::string name;
  std::string notes;
  std::string status;  // initial; "" is critical
  std::string serviceId;
  std::string http;  // URL
  std::string method;
  std::map<std::string, std::vector<std::string>> header;
  std::string body;
  bool tlsSkipVerify = false;
  std::string tcp;  // host:port
  std::vector<std::string> args;
  std::string grpc;
  bool grpcUseTls = false;
  std::string aliasNode;
  std::string aliasService;
  std::string dockerContainerId;
  std::string shell;
  std::chrono::nanoseconds interval{0};
  std::chrono::nanoseconds timeout{0};
  std::chrono::nanoseconds ttl{0};
  std::chrono::nanoseconds deregisterAfter{0};
  int outputMaxSize = 0;  // bytes
  int successBeforePassing = 0;
  int failuresBeforeCritical = 0;

  [[nodiscard]] ProbeKind kind() const;
  [[nodiscard]] std::string_view typeName() const;
  [[nodiscard]] bool isEmpty() const;  // nothing given: such a check is ignored
};

// A check of the local agent: what to run, and what it told last.
struct LocalCheck {
  CheckSpec spec;
  Check check;
  std::optional<WallTime> criticalSince;
  std::optional<WallTime> outputSince;  // since when the catalog's output is behind
};

// Who runs the probes of the local agent's checks (checkrunner.h).
class ProbeRunner {
 public:
  virtual ~ProbeRunner() = default;
  virtual void start(const CheckSpec& spec) = 0;  // again if it runs already
  virtual void stop(const std::string& checkId) = 0;
  virtual void restartTtl(const std::string& checkId) = 0;
};

// The services and checks of the node that the registry itself is an agent of. Whatever changes here is in
// the catalog at once, a status with its service; a mere change of a check's output follows later, so that
// chatty checks do not wake every watcher (Consul's check_update_interval). One thread.
class LocalAgent {
 public:
  LocalAgent(StateStore& state, StateStore::Clock clock, Node node);
  void setRunner(ProbeRunner* runner) { m_runner = runner; }

  [[nodiscard]] const Node& node() const { return m_node; }
  [[nodiscard]] const std::map<std::string, Service>& services() const { return m_services; }
  [[nodiscard]] const std::map<std::string, LocalCheck>& checks() const { return m_checks; }
  [[nodiscard]] std::vector<const LocalCheck*> checksOf(const std::string& serviceId) const;

  // Puts the node itself into the catalog: with the service "consul" and the check serfHealth.
  [[nodiscard]] Result<void> join(int serverPort);
  // Checks without an ID get "service:<ID>" or "service:<ID>:<n>", by their place.
  [[nodiscard]] Result<void> registerService(Service service, std::vector<CheckSpec> checks,
                                             bool replaceChecks);
  void deregisterService(const std::string& serviceId);
  [[nodiscard]] Result<void> registerCheck(CheckSpec spec);
  void deregisterCheck(const std::string& checkId);
  // Error: there is no such TTL check.
  [[nodiscard]] Result<void> updateTtl(const std::string& checkId, std::string_view status,
                                       std::string output);
  // What a probe found, thresholds applied.
  void setResult(const std::string& checkId, std::string_view status, std::string output);
  [[nodiscard]] Result<void> setServiceMaintenance(const std::string& serviceId, bool on, std::string reason);
  void setNodeMaintenance(bool on, std::string reason);

  // Every now and then: removes services that were critical for too long, brings late output to the catalog.
  void sweep();
  // The agent's truth wins over what was written to the catalog about its node (Consul's anti-entropy).
  void reconcile();
  // Follows what the aliased services' checks say. Call after the catalog changed.
  void refreshAliases();

  // --- durability: what was touched since the last call; removed ones are in neither map any more.
  struct Touched {
    std::set<std::string> services;
    std::set<std::string> checks;
    [[nodiscard]] bool isEmpty() const { return services.empty() && checks.empty(); }
  };
  [[nodiscard]] Touched takeTouched();
  // Into a fresh agent; starts the probes.
  void restore(std::vector<Service> services, std::vector<LocalCheck> checks);

 private:
  void addCheck(CheckSpec spec);
  void eraseChecks(const std::vector<std::string>& ids);
  void setMaintenance(const std::string& checkId, const std::string& serviceId, std::string_view name,
                      std::string reason);
  void syncCheck(LocalCheck& local);
  [[nodiscard]] Check withService(Check check) const;

  StateStore& m_state;
  StateStore::Clock m_clock;
  Node m_node;
  ProbeRunner* m_runner = nullptr;
  std::map<std::string, Service> m_services;
  std::map<std::string, LocalCheck> m_checks;
  std::set<std::string> m_aliases;  // check IDs
  Touched m_touched;
};

inline constexpr std::chrono::minutes kCheckUpdateInterval{5};
inline constexpr std::chrono::minutes kMinDeregisterAfter{1};
inline constexpr std::chrono::seconds kReapInterval{30};
inline constexpr std::chrono::minutes kReconcileInterval{1};

}  // namespace halftone::registry
