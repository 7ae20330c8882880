// SPDX-License-Identifier: GPL-3.0-or-later
#include <re2/re2.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/registry/encode.h"
#include "server/registry/endpoints.h"
#include "server/registry/goregexp.h"
#include "server/registry/identifiers.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry::event {

namespace {

Json encodeEvent(const Event& event) {
  return Json{{"ID", event.id},
              {"Name", event.name},
              {"Payload", event.payload.empty() ? Json(nullptr) : Json(base64(event.payload))},
              {"NodeFilter", event.nodeFilter},
              {"ServiceFilter", event.serviceFilter},
              {"TagFilter", event.tagFilter},
              {"Version", 1},
              {"LTime", event.time}};
}

struct Filters {
  std::shared_ptr<const RE2> node, service, tag;  // null: all
};

// The compiled filters, or Consul's reason to refuse the event.
Result<Filters> compileFilters(const Event& event) {
  if (!event.tagFilter.empty() && event.serviceFilter.empty()) {
    return fail(ErrorCode::Refused, {}, "Cannot provide tag filter without service filter");
  }
  Filters filters;
  const auto compile = [](const char* what, const std::string& pattern, std::shared_ptr<const RE2>& out) {
    if (pattern.empty()) return Result<void>{};
    auto compiled = compileRegexp(pattern);
    if (!compiled) {
      return Result<void>(fail(ErrorCode::Refused, {},
                               std::string("Invalid ") + what + " filter: " + compiled.error().message));
    }
    out = std::move(*compiled);
    return Result<void>{};
  };
  if (auto done = compile("node", event.nodeFilter, filters.node); !done) return tl::unexpected(done.error());
  if (auto done = compile("service", event.serviceFilter, filters.service); !done)
    return tl::unexpected(done.error());
  if (auto done = compile("tag", event.tagFilter, filters.tag); !done) return tl::unexpected(done.error());
  return filters;
}

// Whether this agent is among those the event is for.
bool isForUs(const Filters& filters, const LocalAgent& agent) {
  if (filters.node && !RE2::PartialMatch(agent.node().name, *filters.node)) return false;
  if (!filters.service) return true;
  return std::any_of(agent.services().begin(), agent.services().end(), [&filters](const auto& pair) {
    const Service& service = pair.second;
    if (!RE2::PartialMatch(service.name, *filters.service)) return false;
    return !filters.tag ||
           std::any_of(service.tags.begin(), service.tags.end(),
                       [&filters](const std::string& tag) { return RE2::PartialMatch(tag, *filters.tag); });
  });
}

}  // namespace

Outcome fire(Registry& registry, const Call& call) {
  if (auto refused = refuseDatacenter(call)) return std::move(*refused);
  if (call.rest.empty()) return Answer::refused("Missing name");
  Event event;
  event.id = makeUuid();
  event.name = call.rest;
  event.payload = call.http.body;
  event.nodeFilter = call.text("node");
  event.serviceFilter = call.text("service");
  event.tagFilter = call.text("tag");
  const auto filters = compileFilters(event);
  if (!filters) return Answer::failed(filters.error().message);
  const Json told = encodeEvent(event);
  if (isForUs(*filters, registry.agent())) {
    registry.events().add(std::move(event));
    registry.waits().wake(Topic{Topic::Kind::Events, {}});
  }
  return Answer::json(call, told);
}

Outcome list(Registry& registry, const Call& call) {
  auto options = queryOptions(call);
  if (!options) return std::move(options.error());
  const EventLog& events = registry.events();
  const std::string name = call.text("name");
  Read read;
  read.topics = {{Topic::Kind::Events, {}}};
  read.wait = options->wait;
  read.isDue = [&events, name, known = options->minIndex] {
    return known == 0 || events.index(name) != known;
  };
  read.answer = [&events, name, pretty = PrettyCall(call)] {
    Json list = Json::array();
    for (const Event& event : events.list(name)) list.push_back(encodeEvent(event));
    net::HttpResponse response = pretty.json(list);
    response.fields.emplace_back("X-Consul-Index", std::to_string(events.index(name)));
    return response;
  };
  return read;
}

}  // namespace halftone::registry::event
