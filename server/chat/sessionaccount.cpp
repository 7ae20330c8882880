// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sessionaccount.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/chat/hub.h"
#include "server/chat/placement.h"
#include "server/chat/rememberedhead.h"
#include "server/chat/sessionlist.h"
#include "server/net/httphead.h"

namespace halftone::chat {

namespace {

using nlohmann::ordered_json;

bool hasWord(std::string_view name, std::string_view word) {
  const auto same = [](char a, char b) { return (a | 0x20) == b; };
  return std::search(name.begin(), name.end(), word.begin(), word.end(), same) != name.end();
}

// Whether a field of this name carries what only its user may know.
bool isSecret(std::string_view name) {
  constexpr std::string_view kWords[] = {"cookie", "authorization", "token", "secret", "api-key", "password"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [name](std::string_view word) { return hasWord(name, word); });
}

std::string hidden(std::string_view value) {
  return "[" + std::to_string(value.size()) + " bytes]";
}

// The target with the values of its secret parameters hidden.
std::string shownTarget(std::string_view target, bool redact) {
  const std::size_t query = target.find('?');
  if (!redact || query == std::string_view::npos) return std::string(target);
  std::string shown(target.substr(0, query + 1));
  std::string_view rest = target.substr(query + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view name = pair.substr(0, equals);
    shown += name;
    if (equals < pair.size()) {
      const std::string_view value = pair.substr(equals + 1);
      shown.append("=").append(isSecret(name) ? hidden(value) : std::string(value));
    }
    if (end < rest.size()) shown += '&';
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return shown;
}

ordered_json requestOf(const RecalledHead& head, bool redact) {
  const policy::Request request = head.request();
  ordered_json fields = ordered_json::array();
  for (const Field& field : request.fields) {
    const bool hides = redact && isSecret(field.name);
    fields.push_back(
        {{"name", field.name}, {"value", hides ? hidden(field.value) : std::string(field.value)}});
  }
  ordered_json told{{"method", request.method}, {"target", shownTarget(request.target, redact)}};
  if (request.client) told["client"] = std::string(request.client->toText().view());
  told["fields"] = std::move(fields);
  return told;
}

ordered_json ruleOf(const policy::TriedRule& tried, bool redact) {
  ordered_json told{{"rule", tried.rule}, {"matched", tried.matched}, {"enabled", tried.enabled}};
  if (tried.condition.empty()) return told;
  told["condition"] = tried.condition;
  if (tried.seen) told["seen"] = redact && isSecret(tried.attribute) ? hidden(*tried.seen) : *tried.seen;
  return told;
}

ordered_json placementOf(const Placement& placement, const RecalledHead& head, bool redact) {
  const PolicySnapshot& policy = placement.policy();
  const policy::RouteTable& table = *policy.table;
  const policy::Explanation explanation = placement.explain(head.request());
  const policy::Decision& decision = explanation.decision;
  ordered_json tried = ordered_json::array();
  for (const policy::TriedRule& rule : explanation.tried) tried.push_back(ruleOf(rule, redact));
  ordered_json told{{"revision", policy.state.revision},
                    {"rule", table.ruleName(decision.rule)},
                    {"sticky", decision.sticky},
                    {"fallback", decision.fallback}};
  if (decision.version >= 0) told["version"] = table.versionName(decision.version);
  if (policy.own >= 0) told["own"] = table.versionName(policy.own);
  if (decision.bucket) told["bucket"] = *decision.bucket;
  told["tried"] = std::move(tried);
  return told;
}

}  // namespace

std::optional<std::string> accountOf(const Hub& hub, const Placement& placement, std::string_view id,
                                     bool redact) {
  const std::optional<std::uint64_t> key = Session::keyOf(id);
  const Session* session = key && id.find('.') == std::string_view::npos ? hub.find(*key) : nullptr;
  if (!session) return std::nullopt;
  ordered_json told = describe(*session, hub);
  RecalledHead head;
  const bool isRemembered = !session->head().empty() && head.read(session->head());
  if (isRemembered) told["request"] = requestOf(head, redact);
  if (isRemembered && placement.policy().table) told["placement"] = placementOf(placement, head, redact);
  return told.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace halftone::chat
