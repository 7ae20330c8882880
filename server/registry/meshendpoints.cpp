// SPDX-License-Identifier: GPL-3.0-or-later
// What clients of the service mesh, of prepared queries and of an agent's figures ask at their start. None of
// these is here: the answers are those of a Consul that has none.
#include <QDateTime>
#include <nlohmann/json.hpp>

#include "server/registry/endpoints.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry {

namespace {

// Of a table that stays empty.
Outcome nothing(Registry& registry, const Call& call, const Json& body, ReadHeaders headers) {
  return indexedRead(
      registry, call, {}, [] { return Index{1}; },
      [body, pretty = PrettyCall(call)] { return pretty.json(body); }, headers);
}

}  // namespace

namespace mesh {

Outcome gatewayServices(Registry& registry, const Call& call) {
  if (call.rest.empty()) return Answer::refused("Missing gateway name");
  return nothing(registry, call, nullptr, {true, false});
}

Outcome ingress(Registry& registry, const Call& call) {
  if (call.rest.empty()) return Answer::refused("Missing service name");
  return nothing(registry, call, Json::array(), {true, true});
}

Outcome intentions(Registry& registry, const Call& call) {
  return nothing(registry, call, Json::array(), {false, false});
}

Outcome certificates(Registry&, const Call&) {
  return Answer::failed("Connect must be enabled in order to use this endpoint");
}

}  // namespace mesh

namespace query {

Outcome list(Registry& registry, const Call& call) {
  return nothing(registry, call, Json::array(), {true, false});
}

Outcome named(Registry&, const Call&) {
  return Answer::text(404, "Query not found");
}

}  // namespace query

namespace agent {

Outcome metrics(Registry&, const Call& call) {
  if (call.text("format") == "prometheus") {
    return Answer::text(415, "Prometheus is not enabled since its retention time is not positive");
  }
  const QDateTime now = QDateTime::currentDateTimeUtc();
  return Answer::json(
      call, Json{{"Timestamp", now.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss +0000 'UTC'")).toStdString()},
                 {"Gauges", Json::array()},
                 {"Points", Json::array()},
                 {"Counters", Json::array()},
                 {"Samples", Json::array()}});
}

}  // namespace agent

}  // namespace halftone::registry
