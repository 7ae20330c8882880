// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/apirequest.h"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "server/chat/names.h"
#include "server/chat/protocol.h"
#include "server/net/httpserver.h"
#include "server/net/websocketdeflate.h"
#include "server/net/websocketframe.h"

namespace halftone::chat {

namespace {

constexpr std::uint64_t kMaxSeq = INT64_MAX;

// The query of a target, looked up by name.
class Query {
 public:
  explicit Query(std::string_view query) : m_query(query) {}

  // The first parameter of this name, decoded; nothing if absent or badly encoded.
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const {
    const auto value = raw(name);
    return value ? net::percentDecode(*value, true) : std::nullopt;
  }
  // Whether it is there, but badly encoded.
  [[nodiscard]] bool isBad(std::string_view name) const { return raw(name) && !find(name); }

 private:
  [[nodiscard]] std::optional<std::string_view> raw(std::string_view name) const {
    std::string_view rest = m_query;
    while (!rest.empty()) {
      const std::size_t end = rest.find('&');
      const std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      const std::size_t equals = pair.find('=');
      if (net::percentDecode(pair.substr(0, equals), true) != name) continue;
      return equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    }
    return std::nullopt;
  }

  std::string_view m_query;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The first cookie of this name, not decoded (RFC 6265 section 5.4).
std::optional<std::string_view> cookie(const net::FieldList& fields, std::string_view name) {
  for (const Field& field : fields.all()) {
    if (!net::equalsIgnoringCase(field.name, "cookie")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const std::size_t end = rest.find(';');
      const std::string_view pair = trimmed(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> number(const std::string& text, std::uint64_t low, std::uint64_t high) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high)
    return std::nullopt;
  return value;
}

// Reads one request; each step may refuse it.
class Reading {
 public:
  Reading(const net::RequestHead& head, const RequestRules& rules, const PolicyApi& policyApi)
      : m_head(head),
        m_rules(rules),
        m_policyApi(policyApi),
        m_target(net::pathAndQuery(head)),
        m_path(m_target.substr(0, m_target.find('?'))),
        m_query(m_path.size() < m_target.size() ? m_target.substr(m_path.size() + 1) : std::string_view()) {
    m_request.keepAlive = head.keepAlive;
    m_request.headOnly = head.method == "HEAD";
    m_request.isHttp10 = head.minorVersion == 0;
  }

  ApiRequest read() {
    // A body is never expected: the rest of the connection is not worth reading past it.
    const bool hasBody = m_head.framing != net::BodyFraming::None &&
                         !(m_head.framing == net::BodyFraming::Length && m_head.contentLength == 0);
    if (hasBody) m_request.keepAlive = false;
    if (m_path == "/") return plain(ApiRequest::Kind::Page);
    if (m_path == "/health") return plain(ApiRequest::Kind::Health);
    if (m_path == "/api/version") return plain(ApiRequest::Kind::Version);
    if (m_path == "/ws") return readUpgrade();
    if (m_path == "/api/history") return readHistory(chosenApi());
    if (m_path == "/api/v1/history") return readHistory(ApiVersion::V1);
    if (m_path == "/api/v2/history") return readHistory(ApiVersion::V2);
    return refuse(404, "not_found", "there is no such page");
  }

 private:
  ApiRequest refuse(int status, const char* code, const char* why) {
    m_request.kind = ApiRequest::Kind::Refused;
    m_request.status = status;
    m_request.code = code;
    m_request.why = why;
    return std::move(m_request);
  }

  ApiRequest plain(ApiRequest::Kind kind) {
    if (m_head.method != "GET" && m_head.method != "HEAD")
      return refuse(405, "method_not_allowed", "GET or HEAD");
    m_request.kind = kind;
    return std::move(m_request);
  }

  [[nodiscard]] ApiVersion chosenApi() const {
    if (const auto header = m_head.fields.find("X-API-Version"); header && !header->empty())
      return apiVersionOf(*header);
    if (const auto query = m_query.find("version"); query && !query->empty()) return apiVersionOf(*query);
    return m_policyApi ? m_policyApi(m_head) : ApiVersion::V1;
  }

  ApiRequest readHistory(ApiVersion api) {
    m_request.api = api;
    const auto room = m_query.find("room");
    if (!room || !isValidName(*room)) return refuse(400, "bad_room", "room must be a name of 1 to 128 bytes");
    m_request.history = {*room, 0, kDefaultPage};
    // v1 knows no pages.
    if (api == ApiVersion::V1) return plain(ApiRequest::Kind::History);
    if (const auto before = m_query.find("before")) {
      const auto seq = number(*before, 1, kMaxSeq);
      if (!seq) return refuse(400, "bad_page", "before must be a sequence number");
      m_request.history.before = *seq;
    }
    if (const auto limit = m_query.find("limit")) {
      const auto count = number(*limit, 1, kMaxPage);
      if (!count) return refuse(400, "bad_page", "limit must be 1 to 200");
      m_request.history.limit = static_cast<int>(*count);
    }
    return plain(ApiRequest::Kind::History);
  }

  ApiRequest readUpgrade() {
    if (m_head.method != "GET") {
      m_request.allow = "GET";
      return refuse(405, "method_not_allowed", "a WebSocket is opened with GET");
    }
    const net::ws::Handshake handshake = net::ws::checkHandshake(m_head);
    if (!handshake.ok) return refuse(handshake.answer, "bad_handshake", "this is the place for WebSockets");
    // Programs that are no browsers send no Origin; whoever forges one is no browser either.
    const auto origin = m_head.fields.find("Origin");
    if (origin &&
        (m_head.fields.count("Origin") != 1 || !m_rules.origins.allows(*origin, net::effectiveHost(m_head))))
      return refuse(403, "bad_origin", "this page may not connect");
    m_request.user = user();
    if (m_query.isBad("user")) return refuse(400, "bad_user", "user is badly encoded");
    if (!m_request.user.empty() && !isValidName(m_request.user)) {
      return refuse(400, "bad_user", "user must be a name of 1 to 128 bytes");
    }
    m_request.api = chosenApi();
    m_request.websocketKey = handshake.key;
    if (m_rules.deflate) m_request.extensions = net::ws::acceptDeflate(m_head.fields);
    m_request.kind = ApiRequest::Kind::Upgrade;
    return std::move(m_request);
  }

  [[nodiscard]] std::string user() const {
    if (auto query = m_query.find("user"); query && !query->empty()) return std::move(*query);
    if (const auto header = m_head.fields.find("X-User-ID"); header && !header->empty())
      return std::string(*header);
    return std::string(cookie(m_head.fields, "uid").value_or(std::string_view()));
  }

  const net::RequestHead& m_head;
  const RequestRules& m_rules;
  const PolicyApi& m_policyApi;
  std::string_view m_target;
  std::string_view m_path;
  Query m_query;
  ApiRequest m_request;
};

}  // namespace

ApiRequest readRequest(const net::RequestHead& head, const RequestRules& rules, const PolicyApi& policyApi) {
  return Reading(head, rules, policyApi).read();
}

}  // namespace halftone::chat
