// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/net/httpserver.h"
#include "server/registry/jsonreader.h"
#include "server/registry/model.h"

// What endpoints are made of: a call comes in; an answer, or a read that may wait, goes out.
namespace halftone::registry {

class Registry;

// One request as an endpoint sees it. Valid while the endpoint runs.
struct Call {
  const net::HttpRequest& http;
  std::string rest;  // the decoded path after the route's own: the key, the name, the ID

  [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const {
    return http.parameter(name);
  }
  [[nodiscard]] std::string text(std::string_view name) const { return http.parameter(name).value_or(""); }
  [[nodiscard]] bool has(std::string_view name) const { return http.parameter(name).has_value(); }
};

// What a blocked read waits for: any write that touches one of its topics makes it look again.
struct Topic {
  enum class Kind { Nodes, Services, Service, Checks, Key, Prefix, Sessions, Config, Events, AgentServices };
  Kind kind;
  std::string name;  // Service: folded name; Key; Prefix
  friend auto operator<=>(const Topic&, const Topic&) = default;
};

// A read that may block. All of its functions are called in the registry's thread, now or later.
struct Read {
  std::vector<Topic> topics;
  std::function<bool()> isDue;  // there is something newer than what the client has
  std::function<net::HttpResponse()> answer;
  std::chrono::milliseconds wait{0};  // without its jitter
};

using Outcome = std::variant<net::HttpResponse, Read>;
using Endpoint = Outcome (*)(Registry& registry, const Call& call);

struct Answer {
  [[nodiscard]] static net::HttpResponse json(const Call& call, const Json& body, int status = 200);
  [[nodiscard]] static net::HttpResponse text(int status, std::string reason);  // an error, in Consul's words
  [[nodiscard]] static net::HttpResponse refused(std::string reason) { return text(400, std::move(reason)); }
  [[nodiscard]] static net::HttpResponse failed(std::string reason) { return text(500, std::move(reason)); }
  [[nodiscard]] static net::HttpResponse empty(int status = 200);
};

// Consistency, blocking and data centre, as every catalog, health, KV, session and config read takes them.
struct QueryOptions {
  Index minIndex = 0;
  std::chrono::milliseconds wait{0};
  std::string consistency = "leader";
  bool cached = false;
};
// The error is the answer to give.
[[nodiscard]] tl::expected<QueryOptions, net::HttpResponse> queryOptions(const Call& call);
// Nothing, or the answer that refuses ?dc=.
[[nodiscard]] std::optional<net::HttpResponse> refuseDatacenter(const Call& call);

struct ReadHeaders {
  bool consistency = false;  // X-Consul-Effective-Consistency: catalog and health
  bool cache = false;        // X-Cache: where ?cached is honoured
};
// A read by index: the usual frame of an endpoint. Parses the options, waits while index() <= ?index, then
// answers body() with the query headers.
[[nodiscard]] Outcome indexedRead(Registry& registry, const Call& call, std::vector<Topic> topics,
                                  std::function<Index()> index, std::function<net::HttpResponse()> body,
                                  ReadHeaders headers);

// Go's strconv.ParseUint; the error is Go's.
[[nodiscard]] Result<std::uint64_t> parseUnsigned(std::string_view text);

inline constexpr std::chrono::minutes kDefaultWait{5};
inline constexpr std::chrono::minutes kMaxWait{10};

}  // namespace halftone::registry
