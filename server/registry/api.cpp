// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/api.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "server/registry/duration.h"
#include "server/registry/registry.h"

namespace halftone::registry {

namespace {

std::string inQuotes(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

tl::unexpected<net::HttpResponse> refuse(std::string reason) {
  return tl::unexpected(Answer::refused(std::move(reason)));
}

// The one server leads, and is never behind.
void addQueryHeaders(net::HttpResponse& response, Index index, const QueryOptions& options,
                     const ReadHeaders& headers, bool cacheHit) {
  if (headers.cache && options.cached) {
    response.fields.emplace_back("X-Cache", cacheHit ? "HIT" : "MISS");
    if (cacheHit) response.fields.emplace_back("Age", "0");
  }
  response.fields.emplace_back("X-Consul-Index", std::to_string(index != 0 ? index : 1));
  response.fields.emplace_back("X-Consul-KnownLeader", "true");
  response.fields.emplace_back("X-Consul-LastContact", "0");
  if (headers.consistency)
    response.fields.emplace_back("X-Consul-Effective-Consistency", options.consistency);
}

}  // namespace

net::HttpResponse Answer::json(const Call& call, const Json& body, int status) {
  std::string text = dump(body, call.has("pretty"));
  if (call.has("pretty")) text += '\n';
  return net::HttpResponse::json(status, std::move(text));
}

net::HttpResponse Answer::text(int status, std::string reason) {
  return net::HttpResponse::text(status, std::move(reason));
}

net::HttpResponse Answer::empty(int status) {
  net::HttpResponse response;
  response.status = status;
  return response;
}

Result<std::uint64_t> parseUnsigned(std::string_view text) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc{} && stop == end && !text.empty()) return value;
  const char* const why = error == std::errc::result_out_of_range ? "value out of range" : "invalid syntax";
  return fail(ErrorCode::Invalid, {}, "strconv.ParseUint: parsing " + inQuotes(text) + ": " + why);
}

std::optional<net::HttpResponse> refuseDatacenter(const Call& call) {
  const std::string datacenter = call.text("dc");
  if (datacenter.empty() || datacenter == kDatacenter) return std::nullopt;
  return Answer::failed("No path to datacenter");
}

tl::expected<QueryOptions, net::HttpResponse> queryOptions(const Call& call) {
  QueryOptions options;
  if (auto refused = refuseDatacenter(call)) return tl::unexpected(std::move(*refused));
  if (const std::string index = call.text("index"); !index.empty()) {
    const auto parsed = parseUnsigned(index);
    if (!parsed) return refuse("Invalid index");
    options.minIndex = *parsed;
  }
  options.wait = kDefaultWait;
  if (const std::string wait = call.text("wait"); !wait.empty()) {
    const auto parsed = parseDuration(wait);
    if (!parsed) return refuse("Invalid wait time");
    if (parsed->count() > 0) {
      options.wait = std::min<std::chrono::milliseconds>(
          std::chrono::ceil<std::chrono::milliseconds>(*parsed), kMaxWait);
    }
  }
  bool stale = call.has("stale");
  const bool consistent = call.has("consistent");
  options.cached = call.has("cached");
  if (const std::string maxStale = call.text("max_stale"); !maxStale.empty()) {
    if (!parseDuration(maxStale)) return refuse("Invalid max_stale value " + inQuotes(maxStale));
    stale = true;
  }
  if (stale && consistent) return refuse("Cannot specify ?stale with ?consistent, conflicting semantics.");
  if (options.cached && consistent) {
    return refuse("Cannot specify ?cached with ?consistent, conflicting semantics.");
  }
  if (stale) options.consistency = "stale";
  if (consistent) options.consistency = "consistent";
  return options;
}

Outcome indexedRead(Registry& registry, const Call& call, std::vector<Topic> topics,
                    std::function<Index()> index, std::function<net::HttpResponse()> body,
                    ReadHeaders headers) {
  auto options = queryOptions(call);
  if (!options) return std::move(options.error());
  const bool hit =
      headers.cache && options->cached && registry.noteCached(call.http.path + "?" + call.http.query);
  Read read;
  read.topics = std::move(topics);
  read.wait = options->wait;
  read.isDue = [index, least = options->minIndex] { return least == 0 || index() > least; };
  read.answer = [index, body = std::move(body), options = *options, headers, hit] {
    net::HttpResponse response = body();
    addQueryHeaders(response, index(), options, headers, hit);
    return response;
  };
  return read;
}

}  // namespace halftone::registry
