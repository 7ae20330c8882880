// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/proxy/telling.h"

namespace halftone::proxy {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::int64_t unixNanoseconds(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

std::string isoTime(std::chrono::system_clock::time_point time) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

bool isOneOf(std::string_view name, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& each) { return net::equalsIgnoringCase(each, name); });
}

Json attribute(const char* key, std::string_view text) {
  return {{"key", key}, {"value", {{"stringValue", text}}}};
}

// Integers of 64 bits are strings in proto3's JSON.
Json attribute(const char* key, std::int64_t number) {
  return {{"key", key}, {"value", {{"intValue", std::to_string(number)}}}};
}

// Names by OpenTelemetry's semantic conventions for HTTP servers.
Json span(const RequestRecord& record) {
  constexpr int kServer = 2;
  constexpr int kError = 2;
  const std::string path = record.target.substr(0, record.target.find('?'));
  const std::int64_t start = unixNanoseconds(record.started);
  Json attributes = {attribute("http.request.method", record.method),
                     attribute("url.path", path),
                     attribute("server.address", record.host),
                     attribute("client.address", record.client),
                     attribute("http.response.status_code", record.status),
                     attribute("halftone.version", record.version),
                     attribute("halftone.rule", record.rule),
                     attribute("halftone.instance", record.instance)};
  Json result = {{"traceId", record.traceId}, {"spanId", record.spanId}};
  if (!record.parentSpanId.empty()) result["parentSpanId"] = record.parentSpanId;
  result["name"] = record.method;
  result["kind"] = kServer;
  result["startTimeUnixNano"] = std::to_string(start);
  result["endTimeUnixNano"] = std::to_string(start + std::chrono::nanoseconds(record.took).count());
  result["attributes"] = std::move(attributes);
  result["status"] = record.status >= 500 ? Json{{"code", kError}} : Json::object();
  return result;
}

}  // namespace

std::string writeLogLine(const RequestRecord& record) {
  Json line = {{"time", isoTime(record.started)},
               {"client", record.client},
               {"method", record.method},
               {"host", record.host},
               {"target", record.target},
               {"status", record.status},
               {"ms", static_cast<double>(record.took.count()) / 1'000},
               {"received", record.received},
               {"version", record.version},
               {"rule", record.rule},
               {"instance", record.instance},
               {"userAgent", record.userAgent}};
  if (record.traced) line["trace"] = record.traceId;
  return dump(line) + '\n';
}

std::string Redaction::hide(std::string_view name, std::string_view value) const {
  constexpr std::string_view kHidden = "redacted";
  if (isOneOf(name, fields)) return std::string(kHidden);
  if (!net::equalsIgnoringCase(name, "cookie")) return std::string(value);
  std::string shown;
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(';'), value.size());
    std::string_view pair = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(" \t"), pair.size()));
    const std::size_t equals = pair.find('=');
    const std::string_view cookie = pair.substr(0, equals);
    if (!shown.empty()) shown += "; ";
    // A part without "=" is no cookie, but may be a secret all the same. Names of cookies are case-sensitive.
    const bool kept = std::find(keptCookies.begin(), keptCookies.end(), cookie) != keptCookies.end();
    if (equals == std::string_view::npos) {
      shown += kHidden;
    } else {
      shown.append(cookie).append("=").append(kept ? pair.substr(equals + 1) : kHidden);
    }
  }
  return shown;
}

std::string writeSample(const RequestRecord& record, const Redaction& redaction) {
  Json headers = Json::array();
  for (const auto& [name, value] : record.fields) headers.push_back({name, redaction.hide(name, value)});
  return dump({{"time", isoTime(record.started)},
               {"method", record.method},
               {"target", record.target},
               {"headers", std::move(headers)},
               {"client", record.client},
               {"version", record.version},
               {"rule", record.rule},
               {"status", record.status}});
}

std::string writeSpans(const std::vector<const RequestRecord*>& records, std::string_view service,
                       std::string_view node) {
  Json spans = Json::array();
  for (const RequestRecord* const record : records) spans.push_back(span(*record));
  const Json resource = {{"attributes",
                          {attribute("service.name", "halftone-proxy"),
                           attribute("service.instance.id", node), attribute("halftone.service", service)}}};
  const Json scope = {{"scope", {{"name", "halftone.proxy"}}}, {"spans", std::move(spans)}};
  return dump({{"resourceSpans", {{{"resource", resource}, {"scopeSpans", {scope}}}}}});
}

}  // namespace halftone::proxy
