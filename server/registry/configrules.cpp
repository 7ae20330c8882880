// SPDX-License-Identifier: GPL-3.0-or-later
// The rules that a config entry has to keep by itself.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "server/registry/configentries.h"
#include "server/registry/duration.h"

namespace halftone::registry {

namespace {

using Verdict = Result<void>;

tl::unexpected<Error> refuse(std::string why) {
  return fail(ErrorCode::Refused, {}, std::move(why));
}

std::string text(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::string inQuotes(const std::string& value) {
  return "\"" + value + "\"";
}

// A label of a DNS name, lower case.
bool isSubsetName(const std::string& name) {
  constexpr std::size_t kMaxLabel = 63;
  const auto isPlain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= kMaxLabel && isPlain(name.front()) && isPlain(name.back()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return isPlain(c) || c == '-'; });
}

Verdict checkDefaults(Json& entry) {
  entry["Protocol"] = foldCase(text(entry, "Protocol"));
  if (text(entry, "Name").empty()) return refuse("serviceName is required");
  return {};
}

Verdict checkRedirect(const Json& entry) {
  if (!entry.contains("Redirect")) return {};
  if (entry.contains("Failover")) return refuse("Redirect and Failover cannot both be set");
  const Json& redirect = entry["Redirect"];
  if (redirect.empty()) return refuse("Redirect is empty");
  if (!redirect.contains("Service")) {
    for (const char* name : {"ServiceSubset", "Namespace"}) {
      if (redirect.contains(name))
        return refuse(std::string("Redirect.") + name + " defined without Redirect.Service");
    }
  }
  return {};
}

Verdict checkFailover(const Json& entry, const Json& subsets) {
  if (!entry.contains("Failover")) return {};
  for (const auto& [name, failover] : entry["Failover"].items()) {
    const std::string where = "Bad Failover[" + inQuotes(name) + "]";
    if (name != "*" && !subsets.contains(name)) return refuse(where + ": not a valid subset");
    if (failover.empty()) {
      return refuse(where + " one of Service, ServiceSubset, Namespace, or Datacenters is required");
    }
    if (!failover.contains("Datacenters")) continue;
    for (const Json& datacenter : failover["Datacenters"]) {
      if (datacenter == "") return refuse(where + ".Datacenters: found empty datacenter");
    }
  }
  return {};
}

Verdict checkResolver(const Json& entry) {
  if (text(entry, "Name").empty()) return refuse("Name is required");
  const Json subsets = entry.contains("Subsets") ? entry["Subsets"] : Json::object();
  for (const auto& [name, subset] : subsets.items()) {
    if (name.empty()) return refuse("Subset defined with empty name");
    if (!isSubsetName(name)) {
      return refuse("Subset " + inQuotes(name) +
                    " is invalid: must be 63 characters or fewer, begin or end with lower case alphanumeric "
                    "characters, and contain lower case alphanumeric characters or '-' in between");
    }
  }
  const std::string chosen = text(entry, "DefaultSubset");
  if (!chosen.empty() && !subsets.contains(chosen)) {
    return refuse("DefaultSubset " + inQuotes(chosen) + " is not a valid subset");
  }
  if (auto done = checkRedirect(entry); !done) return done;
  if (auto done = checkFailover(entry, subsets); !done) return done;
  const std::string timeout = text(entry, "ConnectTimeout");
  if (timeout.starts_with('-')) return refuse("Bad ConnectTimeout '" + timeout + "', must be >= 0");
  return {};
}

// Weights are rounded to a hundredth, and counted as such.
Verdict checkSplitter(Json& entry) {
  constexpr int kHundredths = 100;
  constexpr long kWhole = 100L * kHundredths;
  if (text(entry, "Name").empty()) return refuse("Name is required");
  if (entry["Splits"].empty()) return refuse("no splits configured");
  long sum = 0;
  std::set<std::string> seen;
  for (Json& split : entry["Splits"]) {
    const double weight = split["Weight"].get<double>();
    if (!(std::abs(weight) < 1e6)) return refuse("the sum of all split weights must be 100");
    const long hundredths = std::lround(weight * kHundredths);
    sum += hundredths;
    split["Weight"] = hundredths % kHundredths == 0 ? Json(hundredths / kHundredths)
                                                    : Json(static_cast<double>(hundredths) / kHundredths);
    const std::string service = text(split, "Service").empty() ? text(entry, "Name") : text(split, "Service");
    const std::string place = "service=" + inQuotes(service) +
                              ", subset=" + inQuotes(text(split, "ServiceSubset")) +
                              ", namespace=" + inQuotes(text(split, "Namespace"));
    if (!seen.insert(place).second) return refuse("split destination occurs more than once: " + place);
  }
  if (sum == kWhole) return {};
  char told[32];
  std::snprintf(told, sizeof told, "%f", static_cast<double>(sum) / kHundredths);
  return refuse(std::string("the sum of all split weights must be 100, not ") + told);
}

int countOf(const Json& object, std::initializer_list<const char*> names) {
  return static_cast<int>(
      std::count_if(names.begin(), names.end(), [&](const char* n) { return object.contains(n); }));
}

Verdict checkMatchers(const Json& http, const char* list, std::initializer_list<const char*> ways,
                      const std::string& words, const std::string& route) {
  if (!http.contains(list)) return {};
  const Json& matchers = http[list];
  for (std::size_t i = 0; i < matchers.size(); ++i) {
    const std::string where = route + list + "[" + std::to_string(i) + "] ";
    if (text(matchers[i], "Name").empty()) return refuse(where + "missing required Name field");
    if (countOf(matchers[i], ways) != 1) return refuse(where + "should only contain one of " + words);
  }
  return {};
}

Verdict checkHttp(Json& http, const std::string& route) {
  if (countOf(http, {"PathExact", "PathPrefix", "PathRegex"}) > 1) {
    return refuse(route + "should only contain at most one of PathExact, PathPrefix, or PathRegex");
  }
  for (const char* name : {"PathExact", "PathPrefix"}) {
    const std::string path = text(http, name);
    if (!path.empty() && !path.starts_with('/')) {
      return refuse(route + name + " doesn't start with '/': " + inQuotes(path));
    }
  }
  if (auto done = checkMatchers(http, "Header", {"Present", "Exact", "Prefix", "Suffix", "Regex"},
                                "Present, Exact, Prefix, Suffix, or Regex", route);
      !done) {
    return done;
  }
  if (auto done =
          checkMatchers(http, "QueryParam", {"Present", "Exact", "Regex"}, "Present, Exact, or Regex", route);
      !done) {
    return done;
  }
  if (!http.contains("Methods")) return {};
  std::set<std::string> seen;
  for (Json& method : http["Methods"]) {
    std::string name = method.get<std::string>();
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
    if (!seen.insert(name).second)
      return refuse(route + "Methods contains " + inQuotes(name) + " more than once");
    method = std::move(name);
  }
  return {};
}

// The destination with its default namespace, at its place in Consul's order.
Json withNamespace(const Json& destination) {
  Json result = Json::object();
  for (const char* name : {"RequestTimeout", "Service", "ServiceSubset", "Namespace", "PrefixRewrite",
                           "NumRetries", "RetryOnConnectFailure", "RetryOnStatusCodes"}) {
    if (destination.contains(name)) result[name] = destination[name];
    if (std::string_view(name) == "Namespace" && !result.contains(name)) result[name] = "default";
  }
  return result;
}

Verdict checkRouter(Json& entry) {
  if (text(entry, "Name").empty()) return refuse("Name is required");
  if (!entry["Routes"].is_array()) return {};
  for (std::size_t i = 0; i < entry["Routes"].size(); ++i) {
    Json& route = entry["Routes"][i];
    const std::string where = "Route[" + std::to_string(i) + "] ";
    bool hasPath = false;
    bool hasMethods = false;
    if (route.contains("Match") && route["Match"].contains("HTTP")) {
      Json& http = route["Match"]["HTTP"];
      if (auto done = checkHttp(http, where); !done) return done;
      hasPath = http.contains("PathExact") || http.contains("PathPrefix");
      hasMethods = http.contains("Methods") && !http["Methods"].empty();
    }
    if (!route.contains("Destination")) continue;
    if (route["Destination"].contains("PrefixRewrite") && !hasPath) {
      return refuse(where +
                    "cannot make use of PrefixRewrite without configuring either PathExact or PathPrefix");
    }
    // Consul 1.8 completes only the routes that name methods.
    if (hasMethods) route["Destination"] = withNamespace(route["Destination"]);
  }
  return {};
}

}  // namespace

Result<void> validateConfigEntry(ConfigEntry& entry) {
  Json body = parseObject(entry.body);
  Verdict verdict;
  if (entry.kind == kServiceDefaults) verdict = checkDefaults(body);
  if (entry.kind == kServiceResolver) verdict = checkResolver(body);
  if (entry.kind == kServiceSplitter) verdict = checkSplitter(body);
  if (entry.kind == kServiceRouter) verdict = checkRouter(body);
  if (verdict) entry.body = dump(body);
  return verdict;
}

}  // namespace halftone::registry
