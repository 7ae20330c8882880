// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "server/proxy/clientconnection.h"
#include "server/proxy/exchange.h"
#include "server/proxy/heads.h"
#include "server/proxy/upstreamconnection.h"
#include "server/proxy/worker.h"

// How an exchange relays: the request's body to the instance, the answer to the client.
namespace halftone::proxy {

namespace {

// What one connection may pass on in one go before others have their turn.
constexpr std::size_t kFairShare = 1024 * 1024;
// Up to here, copying a body behind its head is cheaper than a second part of a message.
constexpr std::size_t kCopiedBody = 8 * 1024;

}  // namespace

void Exchange::clientReady() {
  Stream& client = m_client->stream();
  if (client.isPending()) {
    switch (client.flush()) {
      case Stream::WriteStatus::Broken:
        clientGone();
        return;
      case Stream::WriteStatus::Kept:
        break;
      case Stream::WriteStatus::Sent:
        arm(m_version->timeouts.idle);
        break;
    }
  }
  if (m_phase < Phase::Waiting) return;
  if (!pumpRequest()) return;
  (void)pumpAnswer();
}

void Exchange::upstreamReady() {
  // An instance that takes no more may have answered already: what it says is read before that counts.
  if (m_upstream->stream().flush() == Stream::WriteStatus::Broken) m_requestBroken = true;
  if (!pumpRequest()) return;
  (void)pumpAnswer();
}

// A byte now and then keeps every other deadline away (slowloris): a body must have a rate as well.
bool Exchange::isTooSlow() const {
  const Settings& settings = m_worker.settings();
  const auto took = m_worker.now() - m_started;
  if (took <= settings.timeouts.body) return false;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(took).count();
  return m_requestBytes < settings.minBodyRate * static_cast<std::uint64_t>(seconds);
}

bool Exchange::pumpRequest() {
  Stream& client = m_client->stream();
  Stream& upstream = m_upstream->stream();
  std::vector<char>& buffer = m_worker.scratch().receive;
  std::size_t passed = 0;
  while (!m_request.isComplete() && !m_requestBroken && !upstream.isPending()) {
    if (passed >= kFairShare) {
      m_worker.pause(*m_client);
      return true;
    }
    const Stream::ReadResult read = client.read(buffer.data(), buffer.size());
    if (read.status == Stream::ReadStatus::Blocked) return true;
    if (read.status == Stream::ReadStatus::End && m_phase != Phase::Answering) {
      fail(400, "the body is cut off");  // the client may still read
      return false;
    }
    if (read.status != Stream::ReadStatus::Data) {
      clientGone();
      return false;
    }
    const std::size_t used = m_request.take(read.bytes);
    if (m_request.isBad()) {
      fail(m_request.refusal(), m_request.why());
      return false;
    }
    m_repeatable = false;
    if (m_mirrored) mirrorBody(read.bytes.substr(0, used));
    if (upstream.write(read.bytes.substr(0, used)) == Stream::WriteStatus::Broken) m_requestBroken = true;
    if (used < read.bytes.size()) m_client->keep(read.bytes.substr(used));
    passed += used;
    m_requestBytes += used;
    if (!m_request.isComplete() && isTooSlow()) {
      fail(408, "the body comes too slowly");
      return false;
    }
    arm(m_request.isComplete() ? m_version->timeouts.head : m_version->timeouts.idle);
  }
  return true;
}

bool Exchange::pumpAnswer() {
  std::vector<char>& buffer = m_worker.scratch().receive;
  std::size_t passed = 0;
  while (!m_client->stream().isPending()) {
    if (passed >= kFairShare) {
      m_worker.pause(*m_client);
      return true;
    }
    const Stream::ReadResult read = m_upstream->stream().read(buffer.data(), buffer.size());
    switch (read.status) {
      case Stream::ReadStatus::Blocked:
        return true;
      case Stream::ReadStatus::Data:
        passed += read.bytes.size();
        if (!takeAnswer(read.bytes)) return false;
        break;
      case Stream::ReadStatus::End:
        return upstreamEnded();
      case Stream::ReadStatus::Broken:
        if (m_phase == Phase::Waiting) {
          upstreamDied();
        } else {
          fail(502, {});
        }
        return false;
    }
  }
  return true;
}

bool Exchange::upstreamEnded() {
  if (m_phase == Phase::Waiting) {
    upstreamDied();
  } else if (m_answer.framing() == net::BodyFraming::UntilClose) {
    finish();
  } else {
    fail(502, {});
  }
  return false;
}

bool Exchange::takeAnswer(std::string_view bytes) {
  m_gotBytes = true;
  if (m_phase == Phase::Answering) return passBody(bytes);
  if (m_partial.empty()) return takeAnswerHead(bytes, 0);
  const std::size_t seen = m_partial.size();
  m_partial.append(bytes);
  const std::string whole = std::exchange(m_partial, {});
  return takeAnswerHead(whole, seen);
}

bool Exchange::takeAnswerHead(std::string_view bytes, std::size_t alreadySeen) {
  net::ResponseHead& head = m_worker.scratch().response;
  while (true) {
    const net::HeadParse parse = net::parseResponseHead(bytes, m_isHead ? "HEAD" : "GET", head, alreadySeen);
    if (parse.status == net::HeadStatus::Bad) {
      note(Outcome::NoAnswer);
      fail(502, parse.why);
      return false;
    }
    if (parse.status == net::HeadStatus::NeedMore) {
      m_partial.assign(bytes);
      return true;
    }
    const std::string_view rest = bytes.substr(parse.used);
    if (head.status == 101) {
      becomeTunnel(head, rest);
      return false;
    }
    if (head.status >= 200) return startAnswer(head, rest);
    if (!passInterim(head)) return false;
    bytes = rest;
    alreadySeen = 0;
    if (bytes.empty()) return true;
  }
}

// 100, 103 and their like. HTTP/1.0 does not know them (RFC 9110 section 15.2).
bool Exchange::passInterim(const net::ResponseHead& head) {
  if (m_http10) return true;
  std::string& out = m_worker.scratch().build;
  out.clear();
  writeResponseHead(out, head, {});
  if (m_client->stream().write(out) != Stream::WriteStatus::Broken) return true;
  clientGone();
  return false;
}

bool Exchange::startAnswer(const net::ResponseHead& head, std::string_view rest) {
  m_phase = Phase::Answering;
  m_status = head.status;
  note(outcomeOf(head.status));
  m_answer = Body(head.framing, head.contentLength);
  m_upstreamKeepAlive = head.keepAlive;
  m_plain = m_http10 && head.framing == net::BodyFraming::Chunked;
  m_closeAfter = !m_keepAlive || m_plain || head.framing == net::BodyFraming::UntilClose ||
                 !m_request.isComplete() || m_worker.closesAfterAnswers();

  ResponseRewrite rewrite;
  if (m_worker.settings().versionHeader) rewrite.version = m_version->name;
  rewrite.setCookie = m_setCookie;
  rewrite.date = m_worker.date();
  rewrite.close = m_closeAfter;
  rewrite.keepAlive10 = m_http10;
  rewrite.dropCoding = m_http10;
  std::string& out = m_worker.scratch().build;
  out.clear();
  editAnswer(m_worker.scratch().response);
  writeResponseHead(out, head, rewrite);

  const std::size_t used = m_answer.take(rest, m_plain ? &out : nullptr);
  if (m_answer.isBad()) {
    m_phase = Phase::Waiting;  // nothing is sent yet: the client can still be told
    fail(502, "a chunk of the answer is malformed");
    return false;
  }
  if (used < rest.size()) m_upstreamKeepAlive = false;  // it sends what nobody asked for
  std::string_view body = m_plain ? std::string_view() : rest.substr(0, used);
  if (body.size() <= kCopiedBody) out.append(std::exchange(body, {}));
  if (m_client->stream().write(out, body) == Stream::WriteStatus::Broken) {
    clientGone();
    return false;
  }
  if (m_answer.isComplete()) {
    finish();
    return false;
  }
  arm(m_version->timeouts.idle);
  return true;
}

bool Exchange::passBody(std::string_view bytes) {
  std::string_view out = bytes;
  std::string& plain = m_worker.scratch().build;
  plain.clear();
  const std::size_t used = m_answer.take(bytes, m_plain ? &plain : nullptr);
  if (used < bytes.size()) m_upstreamKeepAlive = false;
  if (m_answer.isBad()) {
    fail(502, {});
    return false;
  }
  out = m_plain ? std::string_view(plain) : bytes.substr(0, used);
  if (m_client->stream().write(out) == Stream::WriteStatus::Broken) {
    clientGone();
    return false;
  }
  if (m_answer.isComplete()) {
    finish();
    return false;
  }
  arm(m_version->timeouts.idle);
  return true;
}

void Exchange::becomeTunnel(const net::ResponseHead& head, std::string_view early) {
  if (!m_webSocket) {
    fail(502, "the instance switches protocols unasked");
    return;
  }
  // A 101 names what is spoken from now on (RFC 9110 section 15.2.2).
  if (!head.fields.hasToken("upgrade", "websocket")) {
    fail(502, "the instance switches to another protocol than was asked for");
    return;
  }
  ResponseRewrite rewrite;
  if (m_worker.settings().versionHeader) rewrite.version = m_version->name;
  rewrite.setCookie = m_setCookie;
  rewrite.date = m_worker.date();
  rewrite.webSocket = true;
  std::string& out = m_worker.scratch().build;
  out.clear();
  editAnswer(m_worker.scratch().response);
  writeResponseHead(out, head, rewrite);
  if (m_client->stream().write(out, early) == Stream::WriteStatus::Broken) {
    clientGone();
    return;
  }
  note(Outcome::Good);
  account(head.status);
  Upstream& upstream = m_upstream->upstream();
  upstream.counters().inFlight.decrease();
  m_client->startTunnel(*std::exchange(m_upstream, nullptr), m_version->counters, m_version->state);
}

}  // namespace halftone::proxy
