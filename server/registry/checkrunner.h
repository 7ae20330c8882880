// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/net/deadlines.h"
#include "server/net/httpclient.h"
#include "server/registry/localagent.h"

class QNetworkAccessManager;

namespace halftone::registry {

// What one probe of a check found.
struct ProbeResult {
  std::string_view status;
  std::string output;
};
using ProbeDone = std::function<void(ProbeResult)>;

// Turns the results of probes into a check's status: the first counts at once, then as many in a row as the
// check asks for. A value.
class Threshold {
 public:
  Threshold(int successBeforePassing, int failuresBeforeCritical);
  // Nothing while the status stays what it was.
  [[nodiscard]] bool accept(std::string_view status);

 private:
  int m_successesWanted;
  int m_failuresWanted;
  int m_successes;
  int m_failures;
};

// Runs the probes of an agent's checks: HTTP, TCP and scripts at their interval, TTLs by their clock. The
// first probe comes within kFirstProbeWithin, so that a new instance is known at once. Results go to the
// agent, then `settled` is called. One thread, with an EpollDispatcher.
class CheckRunner : public ProbeRunner {
 public:
  CheckRunner(LocalAgent& agent, std::function<void()> settled);
  ~CheckRunner() override;
  void start(const CheckSpec& spec) override;
  void stop(const std::string& checkId) override;
  void restartTtl(const std::string& checkId) override;

 private:
  class Job;
  [[nodiscard]] bool isCurrent(const Job& job) const;
  void report(const std::string& checkId, std::string_view status, std::string output);
  void probe(const CheckSpec& spec, ProbeDone done);

  LocalAgent& m_agent;
  std::function<void()> m_settled;
  net::DeadlineWheel m_wheel;
  net::HttpClient m_http;
  std::unique_ptr<QNetworkAccessManager> m_https;
  std::unordered_map<std::string, std::unique_ptr<Job>> m_jobs;
};

// One probe each; `done` is called once, later, unless `owner` dies first.
void probeHttp(net::HttpClient& client, const CheckSpec& spec, QObject* owner, ProbeDone done);
void probeHttps(QNetworkAccessManager& network, const CheckSpec& spec, QObject* owner, ProbeDone done);
void probeTcp(const CheckSpec& spec, QObject* owner, ProbeDone done);
void probeScript(const CheckSpec& spec, QObject* owner, ProbeDone done);

inline constexpr std::size_t kProbeOutputBytes = 4096;
inline constexpr std::chrono::milliseconds kFirstProbeWithin{100};
inline constexpr std::chrono::seconds kMinInterval{1};
inline constexpr std::chrono::seconds kProbeTimeout{10};
inline constexpr std::chrono::seconds kScriptTimeout{30};

[[nodiscard]] std::chrono::milliseconds probeTimeout(const CheckSpec& spec);

}  // namespace halftone::registry
