// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filters/mirror.h"

#include <algorithm>
#include <utility>

#include "server/proxy/body.h"
#include "server/proxy/relay.h"
#include "server/proxy/routes.h"
#include "server/proxy/upstreamconnection.h"
#include "server/proxy/worker.h"

namespace halftone::proxy::filters {

namespace {
constexpr policy::Duration kPatience{10'000};
}

// One copy: writes its request when it is connected, reads to the answer's end.
class Mirrors::Copy final : public Relay, public net::Deadline {
 public:
  Copy(Mirrors& mirrors, std::shared_ptr<Routes> routes, VersionRoute& version, std::string request,
       bool isHead)
      : m_mirrors(mirrors),
        m_worker(mirrors.m_worker),
        m_routes(std::move(routes)),
        m_version(version),
        m_request(std::move(request)),
        m_started(m_worker.now()),
        m_isHead(isHead) {}

  // False: there is no instance, or it takes nothing.
  [[nodiscard]] bool begin() {
    const std::uint64_t random = m_worker.random();
    Upstream* const upstream = m_version.balancer.pick({m_worker.now(), {}, random, random});
    if (upstream == nullptr) return false;
    UpstreamConnection* const pooled = upstream->takeIdle();
    if (pooled != nullptr) pooled->attach(this);
    m_upstream = pooled != nullptr ? pooled : m_worker.connect(upstream->shared_from_this(), this);
    if (m_upstream == nullptr) return false;
    upstream->began();
    m_version.counters.requests.increase();
    m_version.counters.inFlight.increase();
    m_worker.wheel().arm(*this, kPatience);
    return pooled == nullptr || write();
  }

  // Lets go of the connection; over.
  void end(bool reusable) {
    m_worker.wheel().disarm(*this);
    if (m_upstream == nullptr) return;
    m_version.counters.inFlight.decrease();
    m_upstream->upstream().ended();
    std::exchange(m_upstream, nullptr)->release(reusable);
  }

  void upstreamConnected() override {
    if (!write()) giveUp();
  }
  void upstreamRefused() override { giveUp(); }
  void upstreamReady() override {
    if (m_upstream->stream().flush() == Stream::WriteStatus::Broken) {
      giveUp();
      return;
    }
    read();
  }
  void expired() override { giveUp(); }
  void clientReady() override {}
  void clientGone() override {}
  void clientTimedOut() override {}
  void drain() override {}

 private:
  [[nodiscard]] bool write() {
    m_upstream->upstream().counters().requests.increase();
    return m_upstream->stream().write(m_request) != Stream::WriteStatus::Broken;
  }

  void giveUp() {
    if (m_upstream != nullptr) m_upstream->upstream().counters().errors.increase();
    finish(false);
  }

  void finish(bool reusable) {
    end(reusable);
    m_mirrors.remove(*this);
  }

  void read() {
    std::vector<char>& buffer = m_worker.scratch().receive;
    while (true) {
      const Stream::ReadResult got = m_upstream->stream().read(buffer.data(), buffer.size());
      if (got.status == Stream::ReadStatus::Blocked) return;
      if (got.status == Stream::ReadStatus::End && m_hasHead &&
          m_answer.framing() == net::BodyFraming::UntilClose) {
        finish(false);
        return;
      }
      m_read += got.bytes.size();
      if (got.status != Stream::ReadStatus::Data || m_read > kMaxAnswerBytes || !take(got.bytes)) {
        giveUp();
        return;
      }
      if (!m_hasHead || !m_answer.isComplete()) continue;
      finish(m_keepAlive);
      return;
    }
  }

  // False: it is no answer.
  [[nodiscard]] bool take(std::string_view bytes) {
    if (m_hasHead) {
      (void)m_answer.take(bytes);
      return !m_answer.isBad();
    }
    m_head.append(bytes);
    net::ResponseHead& head = m_worker.scratch().response;
    while (!m_hasHead) {
      const net::HeadParse parse = net::parseResponseHead(m_head, m_isHead ? "HEAD" : "GET", head);
      if (parse.status == net::HeadStatus::NeedMore) return true;
      if (parse.status == net::HeadStatus::Bad || head.status == 101) return false;
      m_hasHead = head.status >= 200;
      if (m_hasHead) begun(head, m_head.substr(parse.used));
      m_head.erase(0, parse.used);
    }
    return !m_answer.isBad();
  }

  void begun(const net::ResponseHead& head, std::string_view rest) {
    m_keepAlive = head.keepAlive;
    m_answer = Body(head.framing, head.contentLength);
    if (m_answer.take(rest) < rest.size()) m_keepAlive = false;
    if (head.status >= 500) m_upstream->upstream().counters().errors.increase();
    m_version.counters.answered(
        head.status, std::chrono::duration_cast<std::chrono::microseconds>(m_worker.now() - m_started));
  }

  Mirrors& m_mirrors;
  Worker& m_worker;
  std::shared_ptr<Routes> m_routes;  // keeps m_version
  VersionRoute& m_version;
  std::string m_request;
  std::chrono::steady_clock::time_point m_started;
  UpstreamConnection* m_upstream = nullptr;
  std::string m_head;
  Body m_answer;
  std::size_t m_read = 0;
  bool m_isHead;
  bool m_hasHead = false;
  bool m_keepAlive = false;
};

Mirrors::Mirrors(Worker& worker) : m_worker(worker) {}
Mirrors::~Mirrors() = default;

void Mirrors::send(const std::shared_ptr<Routes>& routes, std::string_view version,
                   const std::string& request, bool isHead) {
  m_over.clear();
  if (m_copies.size() >= kMaxCopies || request.size() > kMaxRequestBytes) return;
  VersionRoute* const route = routes->find(version);
  if (route == nullptr) return;
  auto copy = std::make_unique<Copy>(*this, routes, *route, request, isHead);
  if (copy->begin()) {
    m_copies.push_back(std::move(copy));
  } else {
    copy->end(false);
  }
}

void Mirrors::remove(Copy& copy) {
  const auto found =
      std::find_if(m_copies.begin(), m_copies.end(), [&copy](const auto& one) { return one.get() == &copy; });
  if (found == m_copies.end()) return;
  m_over.push_back(std::move(*found));
  m_copies.erase(found);
}

}  // namespace halftone::proxy::filters
