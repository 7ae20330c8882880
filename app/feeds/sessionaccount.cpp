// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/sessionaccount.h"

#include <cstddef>

#include "app/feeds/jsonfields.h"

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxItems = 1000;

bool flag(const json& object, const char* key, bool fallback) {
  const auto it = object.find(key);
  return it != object.end() && it->is_boolean() ? it->get<bool>() : fallback;
}

template <typename Use>
void forEachObject(const json& object, const char* key, Use use) {
  const auto list = object.find(key);
  if (list == object.end() || !list->is_array()) return;
  for (std::size_t i = 0; i < std::min(list->size(), kMaxItems); ++i) {
    if ((*list)[i].is_object()) use((*list)[i]);
  }
}

SessionAccount::Rule readRule(const json& object) {
  SessionAccount::Rule rule{textField(object, "rule"), flag(object, "matched", false),
                            flag(object, "enabled", true), textField(object, "condition"), std::nullopt};
  if (object.contains("seen")) rule.seen = textField(object, "seen");
  return rule;
}

SessionAccount::Placement readPlacement(const json& object) {
  SessionAccount::Placement placement;
  placement.revision = countField(object, "revision");
  placement.rule = textField(object, "rule");
  placement.version = textField(object, "version");
  placement.own = textField(object, "own");
  placement.sticky = flag(object, "sticky", true);
  placement.fallback = flag(object, "fallback", false);
  if (object.contains("bucket")) placement.bucket = static_cast<int>(integerField(object, "bucket"));
  forEachObject(object, "tried", [&](const json& rule) { placement.tried.push_back(readRule(rule)); });
  return placement;
}

}  // namespace

std::optional<SessionAccount> readSessionAccount(const QByteArray& text) {
  const json root = json::parse(text.begin(), text.end(), nullptr, false);
  if (!root.is_object()) return std::nullopt;
  SessionAccount account;
  account.id = textField(root, "id");
  if (account.id.isEmpty()) return std::nullopt;
  if (const auto request = root.find("request"); request != root.end() && request->is_object()) {
    account.hasRequest = true;
    account.client = textField(*request, "client");
    account.target = textField(*request, "target");
    forEachObject(*request, "fields", [&](const json& field) {
      account.fields.emplace_back(textField(field, "name"), textField(field, "value"));
    });
  }
  if (const auto placement = root.find("placement"); placement != root.end() && placement->is_object())
    account.placement = readPlacement(*placement);
  return account;
}

}  // namespace halftone::app
