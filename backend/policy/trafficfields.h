// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <type_traits>

#include "backend/policy/traffic.h"

// The keys of `traffic` and what they may hold, said once for reading, writing and checking. A visitor has
//   time(key, value, low, high)         a Duration, or an optional one
//   number(key, value, low, high)       an int, or an optional one
//   decimal(key, value, low, high)      an int of hundredths, written with up to two decimals
//   percent(key, value)                 BasisPoints
//   flag(key, value)                    a bool
//   text(key, value, Form, Presence)    a string
//   texts(key, value, Form)             a list of strings
//   pairs(key, value)                   names and values of header fields
//   drain(key, value)                   an optional DrainRule
//   group(key, value)                   an optional struct that has a visitFields of its own
namespace halftone::policy {

enum class Form { Any, FieldName, Path, Version, LimitKey, Origin, Method };
enum class Presence { Optional, Required };

// The type itself or its const form, so that one listing serves writers and readers.
template <typename T, typename Wanted>
concept As = std::same_as<std::remove_const_t<T>, Wanted>;

inline constexpr Duration kNoTime{0};
inline constexpr Duration kMillisecond{1};
inline constexpr Duration kMinute{60'000};
inline constexpr Duration kHour{3'600'000};
inline constexpr Duration kDay{86'400'000};
inline constexpr int kMaxCount = 1'000'000;

template <typename V, As<TimeoutSettings> T>
void visitFields(V& visitor, T& timeouts) {
  visitor.time("connect", timeouts.connect, kMillisecond, kMinute);
  visitor.time("head", timeouts.head, kMillisecond, kDay);
  visitor.time("idle", timeouts.idle, kMillisecond, kDay);
  visitor.time("total", timeouts.total, kMillisecond, kDay);
}

template <typename V, As<RetrySettings> T>
void visitFields(V& visitor, T& retries) {
  visitor.number("attempts", retries.attempts, 0, 10);
  visitor.percent("budget", retries.budget);
  visitor.number("minimum", retries.minimum, 0, kMaxCount);
}

template <typename V, As<FailureSettings> T>
void visitFields(V& visitor, T& failures) {
  visitor.number("count", failures.count, 0, kMaxCount);
  visitor.time("within", failures.within, kMillisecond, kHour);
}

template <typename V, As<SuccessRateSettings> T>
void visitFields(V& visitor, T& rate) {
  visitor.decimal("deviations", rate.deviations, 10, 1'000);
  visitor.number("instances", rate.instances, 2, kMaxCount);
  visitor.number("requests", rate.requests, 1, kMaxCount);
}

template <typename V, As<OutlierSettings> T>
void visitFields(V& visitor, T& outliers) {
  visitor.number("consecutive", outliers.consecutive, 0, kMaxCount);
  visitor.number("consecutiveGateway", outliers.consecutiveGateway, 0, kMaxCount);
  visitor.group("successRate", outliers.successRate);
  visitor.time("interval", outliers.interval, Duration(100), kHour);
  visitor.time("ejectFor", outliers.ejectFor, kMillisecond, kDay);
  visitor.time("ejectAtMost", outliers.ejectAtMost, kMillisecond, kDay);
  visitor.percent("maxEjected", outliers.maxEjected);
}

template <typename V, As<LimitSettings> T>
void visitFields(V& visitor, T& limits) {
  visitor.number("connections", limits.connections, 1, kMaxCount);
  visitor.number("pending", limits.pending, 0, kMaxCount);
  visitor.number("requests", limits.requests, 1, kMaxCount);
}

template <typename V, As<RegionSettings> T>
void visitFields(V& visitor, T& region) {
  visitor.percent("spillBelow", region.spillBelow);
}

template <typename V, As<HeaderSettings> T>
void visitFields(V& visitor, T& headers) {
  visitor.pairs("set", headers.set);
  visitor.texts("remove", headers.remove, Form::FieldName);
}

template <typename V, As<RewriteSettings> T>
void visitFields(V& visitor, T& rewrite) {
  visitor.text("prefix", rewrite.prefix, Form::Path, Presence::Required);
  visitor.text("to", rewrite.to, Form::Path, Presence::Required);
}

template <typename V, As<DelayFault> T>
void visitFields(V& visitor, T& delay) {
  visitor.time("time", delay.time, kNoTime, kHour);
  visitor.percent("percent", delay.percent);
}

template <typename V, As<AbortFault> T>
void visitFields(V& visitor, T& abort) {
  visitor.number("status", abort.status, 200, 599);
  visitor.percent("percent", abort.percent);
}

template <typename V, As<FaultSettings> T>
void visitFields(V& visitor, T& faults) {
  visitor.group("delay", faults.delay);
  visitor.group("abort", faults.abort);
}

template <typename V, As<MirrorSettings> T>
void visitFields(V& visitor, T& mirror) {
  visitor.text("version", mirror.version, Form::Version, Presence::Required);
  visitor.percent("percent", mirror.percent);
}

template <typename V, As<RateLimitSettings> T>
void visitFields(V& visitor, T& limit) {
  visitor.text("by", limit.by, Form::LimitKey, Presence::Optional);
  visitor.number("requests", limit.requests, 1, kMaxCount);
  visitor.time("per", limit.per, kMillisecond, kDay);
  visitor.number("burst", limit.burst, 0, kMaxCount);
}

template <typename V, As<JwtSettings> T>
void visitFields(V& visitor, T& jwt) {
  visitor.flag("required", jwt.required);
  visitor.texts("audience", jwt.audience, Form::Any);
  visitor.text("issuer", jwt.issuer, Form::Any, Presence::Optional);
}

template <typename V, As<OriginSettings> T>
void visitFields(V& visitor, T& origins) {
  visitor.texts("allow", origins.allow, Form::Origin);
  visitor.texts("methods", origins.methods, Form::Method);
  visitor.texts("headers", origins.headers, Form::FieldName);
  visitor.texts("expose", origins.expose, Form::FieldName);
  visitor.flag("credentials", origins.credentials);
  visitor.time("maxAge", origins.maxAge, kNoTime, kDay);
}

// What a version may have.
template <typename V, As<Traffic> T>
void visitVersionFields(V& visitor, T& traffic) {
  visitor.group("timeouts", traffic.timeouts);
  visitor.group("retries", traffic.retries);
  visitor.group("failures", traffic.failures);
  visitor.group("outliers", traffic.outliers);
  visitor.group("limits", traffic.limits);
  visitor.time("slowStart", traffic.slowStart, kMillisecond, kHour);
  visitor.group("regionFirst", traffic.regionFirst);
  visitor.group("requestHeaders", traffic.requestHeaders);
  visitor.group("responseHeaders", traffic.responseHeaders);
  visitor.group("rewrite", traffic.rewrite);
  visitor.group("faults", traffic.faults);
  visitor.group("mirror", traffic.mirror);
}

template <typename V, As<Traffic> T>
void visitServiceFields(V& visitor, T& traffic) {
  visitVersionFields(visitor, traffic);
  visitor.group("rateLimit", traffic.rateLimit);
  visitor.group("jwt", traffic.jwt);
  visitor.group("origins", traffic.origins);
  visitor.drain("drain", traffic.drain);
}

}  // namespace halftone::policy
