// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/base/basispoints.h"

// How the requests of a service or of a version are carried, once the policy has decided: the policy's key
// `traffic` (resources/docs/traffic-settings.md). Plain values; which keys there are and what they may hold
// is said once, in trafficfields.h.
namespace halftone::policy {

using Duration = std::chrono::milliseconds;

struct TimeoutSettings {
  std::optional<Duration> connect;  // to an instance
  std::optional<Duration> head;     // from the request's last byte to the answer's head
  std::optional<Duration> idle;     // without a byte in either direction, while bodies pass
  std::optional<Duration> total;    // from the request's head to the answer's end; none: no limit
  friend bool operator==(const TimeoutSettings&, const TimeoutSettings&) = default;
};

struct RetrySettings {
  int attempts = 2;           // further tries of one request; 0: none
  BasisPoints budget{2'000};  // of the requests under way, how many may be further tries
  int minimum = 3;            // this many at once may be, whatever the budget
  friend bool operator==(const RetrySettings&, const RetrySettings&) = default;
};

// nginx's max_fails and fail_timeout.
struct FailureSettings {
  int count = 1;            // failures within the time below that set an instance aside; 0: never
  Duration within{10'000};  // and for how long
  friend bool operator==(const FailureSettings&, const FailureSettings&) = default;
};

struct SuccessRateSettings {
  int deviations = 190;  // hundredths: so many standard deviations under the mean is an outlier
  int instances = 5;     // that must have had enough requests to be compared
  int requests = 100;    // that is enough, in an interval
  friend bool operator==(const SuccessRateSettings&, const SuccessRateSettings&) = default;
};

// Envoy's outlier detection.
struct OutlierSettings {
  int consecutive = 5;         // answers 5xx, or none, in a row; 0: not looked at
  int consecutiveGateway = 0;  // answers 502, 503, 504, or none, in a row; 0: not looked at
  std::optional<SuccessRateSettings> successRate;
  Duration interval{10'000};
  Duration ejectFor{30'000};  // times the number of ejections so far
  Duration ejectAtMost{300'000};
  BasisPoints maxEjected{1'000};  // of the version's instances; one may always be
  friend bool operator==(const OutlierSettings&, const OutlierSettings&) = default;
};

// The circuit breaker, of each worker. Nothing: no limit.
struct LimitSettings {
  std::optional<int> connections;  // to the version's instances
  std::optional<int> pending;      // requests that wait for one of them
  std::optional<int> requests;     // under way
  friend bool operator==(const LimitSettings&, const LimitSettings&) = default;
};

struct RegionSettings {
  BasisPoints spillBelow{7'000};  // as long as this much of the region's weight works, nothing leaves it
  friend bool operator==(const RegionSettings&, const RegionSettings&) = default;
};

struct HeaderSettings {
  std::vector<std::pair<std::string, std::string>> set;
  std::vector<std::string> remove;
  friend bool operator==(const HeaderSettings&, const HeaderSettings&) = default;
};

struct RewriteSettings {
  std::string prefix;  // of the path
  std::string to;      // takes its place
  friend bool operator==(const RewriteSettings&, const RewriteSettings&) = default;
};

struct DelayFault {
  Duration time{0};
  BasisPoints percent{10'000};
  friend bool operator==(const DelayFault&, const DelayFault&) = default;
};
struct AbortFault {
  int status = 503;
  BasisPoints percent{10'000};
  friend bool operator==(const AbortFault&, const AbortFault&) = default;
};
struct FaultSettings {
  std::optional<DelayFault> delay;
  std::optional<AbortFault> abort;
  friend bool operator==(const FaultSettings&, const FaultSettings&) = default;
};

struct MirrorSettings {
  std::string version;  // that gets a copy
  BasisPoints percent{10'000};
  friend bool operator==(const MirrorSettings&, const MirrorSettings&) = default;
};

// A token bucket for each key.
struct RateLimitSettings {
  std::string by = "ip";  // "user", "ip" or "header:NAME"
  int requests = 0;       // in the time below
  Duration per{1'000};
  int burst = 0;  // how many may come at once; 0: as many as `requests`
  friend bool operator==(const RateLimitSettings&, const RateLimitSettings&) = default;
};

struct JwtSettings {
  bool required = true;               // a request without a token is refused; one with a bad token always is
  std::vector<std::string> audience;  // one of them must be in `aud`; empty: any
  std::string issuer;                 // that `iss` must be; empty: any
  friend bool operator==(const JwtSettings&, const JwtSettings&) = default;
};

// Which pages of other origins may call the service (the Fetch standard's CORS) and open WebSockets.
struct OriginSettings {
  std::vector<std::string> allow;  // "https://shop.example", "https://*.shop.example", or "*"
  std::vector<std::string> methods = {"GET", "HEAD", "POST"};
  std::vector<std::string> headers;
  std::vector<std::string> expose;
  bool credentials = false;
  Duration maxAge{600'000};
  friend bool operator==(const OriginSettings&, const OriginSettings&) = default;
};

// What becomes of a version's open WebSockets when it has lost all of its weight.
struct DrainRule {
  enum class Kind { Keep, Pace, Deadline };
  Kind kind = Kind::Keep;
  int perSecond = 0;   // Pace: connections, in all of a node
  Duration within{0};  // Deadline: from the publish until the last has gone
  friend bool operator==(const DrainRule&, const DrainRule&) = default;
};

// A group that is absent is as if the feature were not there; timeouts and failures have defaults of the
// proxy.
struct Traffic {
  std::optional<TimeoutSettings> timeouts;
  std::optional<RetrySettings> retries;
  std::optional<FailureSettings> failures;
  std::optional<OutlierSettings> outliers;
  std::optional<LimitSettings> limits;
  std::optional<Duration> slowStart;
  std::optional<RegionSettings> regionFirst;
  std::optional<HeaderSettings> requestHeaders;
  std::optional<HeaderSettings> responseHeaders;
  std::optional<RewriteSettings> rewrite;
  std::optional<FaultSettings> faults;
  std::optional<MirrorSettings> mirror;
  // Of a service alone:
  std::optional<RateLimitSettings> rateLimit;
  std::optional<JwtSettings> jwt;
  std::optional<OriginSettings> origins;
  std::optional<DrainRule> drain;
  friend bool operator==(const Traffic&, const Traffic&) = default;
};

// What is in force for a version: each group from the version where it has that group, else from the service.
[[nodiscard]] Traffic effectiveTraffic(const Traffic& service, const Traffic& version);

// "250ms", "2s", "5m", "1h": the largest unit that says it exactly. Reading refuses more than nine digits.
[[nodiscard]] std::string toString(Duration duration);
[[nodiscard]] std::optional<Duration> parseDuration(std::string_view text);

// "keep", "pace 50/s", "deadline 5m".
[[nodiscard]] std::string toString(const DrainRule& rule);
[[nodiscard]] std::optional<DrainRule> parseDrainRule(std::string_view text);

}  // namespace halftone::policy
