// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/checkrunner.h"

#include <QNetworkAccessManager>
#include <QRandomGenerator>
#include <algorithm>

namespace halftone::registry {

namespace {

std::chrono::milliseconds inMilliseconds(std::chrono::nanoseconds duration) {
  return std::chrono::ceil<std::chrono::milliseconds>(duration);
}

bool isHttps(const CheckSpec& spec) {
  return foldCase(spec.http.substr(0, 6)) == "https:";
}

}  // namespace

Threshold::Threshold(int successBeforePassing, int failuresBeforeCritical)
    : m_successesWanted(successBeforePassing),
      m_failuresWanted(failuresBeforeCritical),
      m_successes(successBeforePassing),  // so that the first result counts at once
      m_failures(failuresBeforeCritical) {}

bool Threshold::accept(std::string_view status) {
  if (status == kCritical) {
    m_successes = 0;
    return ++m_failures >= m_failuresWanted;
  }
  m_failures = 0;
  return ++m_successes >= m_successesWanted;
}

std::chrono::milliseconds probeTimeout(const CheckSpec& spec) {
  if (spec.timeout.count() > 0) return inMilliseconds(spec.timeout);
  return spec.kind() == ProbeKind::Script ? kScriptTimeout : kProbeTimeout;
}

// One check's work. Dies when the check goes, and with it the results of a probe under way.
class CheckRunner::Job : public QObject, public net::Deadline {
 public:
  Job(CheckRunner& owner, CheckSpec spec)
      : m_owner(owner),
        m_spec(std::move(spec)),
        m_threshold(m_spec.successBeforePassing, m_spec.failuresBeforeCritical) {}

  void begin() {
    if (m_spec.kind() == ProbeKind::Ttl) return restart();
    const auto within = std::min(kFirstProbeWithin, interval());
    m_owner.m_wheel.arm(*this, std::chrono::milliseconds(
                                   QRandomGenerator::global()->bounded(static_cast<qint64>(within.count()))));
  }
  void restart() { m_owner.m_wheel.arm(*this, inMilliseconds(m_spec.ttl)); }

  void expired() override {
    if (m_spec.kind() == ProbeKind::Ttl) return expireTtl();
    m_owner.m_wheel.arm(*this, interval());
    if (m_busy) return;  // one at a time
    m_busy = true;
    m_owner.probe(m_spec, [this](ProbeResult result) {
      m_busy = false;
      if (!m_owner.isCurrent(*this)) return;  // the check was registered anew while this probe ran
      if (!m_threshold.accept(result.status)) return;
      m_owner.report(m_spec.id, result.status, std::move(result.output));
    });
  }
  [[nodiscard]] const CheckSpec& spec() const { return m_spec; }

 private:
  [[nodiscard]] std::chrono::milliseconds interval() const {
    return std::max<std::chrono::milliseconds>(inMilliseconds(m_spec.interval), kMinInterval);
  }
  void expireTtl() {
    const auto at = m_owner.m_agent.checks().find(m_spec.id);
    if (at == m_owner.m_agent.checks().end()) return;
    const std::string& last = at->second.check.output;
    std::string output = "TTL expired";
    if (!last.empty() && !last.starts_with(output)) {
      output += " (last output before timeout follows): " + last;
    } else if (!last.empty()) {
      output = last;
    }
    m_owner.report(m_spec.id, kCritical, std::move(output));
  }

  CheckRunner& m_owner;
  CheckSpec m_spec;
  Threshold m_threshold;
  bool m_busy = false;
};

CheckRunner::CheckRunner(LocalAgent& agent, std::function<void()> settled)
    : m_agent(agent), m_settled(std::move(settled)) {}
CheckRunner::~CheckRunner() = default;

void CheckRunner::start(const CheckSpec& spec) {
  stop(spec.id);
  const ProbeKind kind = spec.kind();
  if (kind == ProbeKind::None || kind == ProbeKind::Alias) return;
  auto job = std::make_unique<Job>(*this, spec);
  job->begin();
  m_jobs[spec.id] = std::move(job);
}

void CheckRunner::stop(const std::string& checkId) {
  const auto at = m_jobs.find(checkId);
  if (at == m_jobs.end()) return;
  m_wheel.disarm(*at->second);
  at->second.release()->deleteLater();  // it may be on the stack
  m_jobs.erase(at);
}

void CheckRunner::restartTtl(const std::string& checkId) {
  if (const auto at = m_jobs.find(checkId); at != m_jobs.end()) at->second->restart();
}

bool CheckRunner::isCurrent(const Job& job) const {
  const auto at = m_jobs.find(job.spec().id);
  return at != m_jobs.end() && at->second.get() == &job;
}

void CheckRunner::report(const std::string& checkId, std::string_view status, std::string output) {
  m_agent.setResult(checkId, status, std::move(output));
  m_settled();
}

void CheckRunner::probe(const CheckSpec& spec, ProbeDone done) {
  QObject* const owner = m_jobs.at(spec.id).get();
  switch (spec.kind()) {
    case ProbeKind::Http:
      if (!isHttps(spec)) return probeHttp(m_http, spec, owner, std::move(done));
      if (!m_https) m_https = std::make_unique<QNetworkAccessManager>();
      return probeHttps(*m_https, spec, owner, std::move(done));
    case ProbeKind::Tcp:
      return probeTcp(spec, owner, std::move(done));
    case ProbeKind::Script:
      return probeScript(spec, owner, std::move(done));
    case ProbeKind::Ttl:
    case ProbeKind::Alias:
    case ProbeKind::None:
      return;
  }
}

}  // namespace halftone::registry
