// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recording/flightworld.h"

#include <QUrl>
#include <QUrlQuery>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "backend/codec/boundedjson.h"

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr int kMaxRoles = 100;
constexpr std::size_t kTrafficFrames = 4;   // counters say something only by their differences
constexpr std::size_t kMaxOperations = 64;  // Consul's
constexpr char kReadOnly[] = "a replay cannot be changed";
constexpr std::size_t kMaxFrames = 20'000;  // between two full ones
const QString kHealth = QStringLiteral("/v1/health/service/");
const QString kState = QStringLiteral("/v1/health/state/");
const QString kNodeHealth = QStringLiteral("/v1/health/node/");
const QString kNode = QStringLiteral("/v1/catalog/node/");
const QString kKv = QStringLiteral("/v1/kv/");

// What a flight holds comes from outside, and is copied, walked and written here.
json parse(const QByteArray& text) {
  return codec::parseBounded({text.constData(), static_cast<std::size_t>(text.size())});
}

QByteArray textOf(const json& value) {
  return QByteArray::fromStdString(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

std::string member(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>()
                                                                           : std::string();
}

// A chat node's frames are changes since its last full one; all others tell everything.
bool isChange(const QByteArray& frame) {
  const QByteArray head = frame.left(400);
  return head.contains("\"type\":\"sessions\"") && !head.contains("\"full\":true");
}

bool isTraffic(const QByteArray& frame) {
  return frame.left(400).contains("\"type\":\"traffic\"");
}

}  // namespace

FlightWorld::FlightWorld(const std::vector<FlightEvent>& events) {
  for (const FlightEvent& event : events) {
    if (event.kind != FlightEvent::Kind::Opened && event.kind != FlightEvent::Kind::Frame) continue;
    if (m_roles.size() < kMaxRoles && !m_roles.contains(event.name)) m_roles.insert(event.name, {});
  }
}

void FlightWorld::clear() {
  for (Role& role : m_roles) role = {};
  m_bodies.clear();
  m_keys.clear();
  // Who asked before must see that all may be another: indexes go on.
  m_keysIndex = ++m_index;
}

void FlightWorld::apply(const FlightEvent& event) {
  using Kind = FlightEvent::Kind;
  switch (event.kind) {
    case Kind::Consul:
      m_bodies[event.name] = {event.text, ++m_index};
      return;
    case Kind::Keys:
      return applyKeys(event.text);
    case Kind::Page: {
      const auto role = m_roles.find(event.name.section(QLatin1Char(' '), 0, 0));
      if (role != m_roles.end()) role->pages[event.name.section(QLatin1Char(' '), 1)] = event.text;
      return;
    }
    case Kind::Opened:
    case Kind::Lost:
    case Kind::Frame:
      break;
  }
  const auto role = m_roles.find(event.name);
  if (role == m_roles.end()) return;
  role->isOpen = event.kind != Kind::Lost;
  if (event.kind != Kind::Frame) return;
  if (isTraffic(event.text)) {
    std::erase_if(role->frames, [](const QByteArray& frame) { return !isTraffic(frame); });
    if (role->frames.size() >= kTrafficFrames) role->frames.erase(role->frames.begin());
  } else if (!isChange(event.text)) {
    role->frames.clear();
  }
  if (role->frames.size() < kMaxFrames) role->frames.push_back(event.text);
}

void FlightWorld::applyKeys(const QByteArray& text) {
  const json change = parse(text);
  if (!change.is_object()) return;
  m_keysIndex = ++m_index;
  if (const auto set = change.find("set"); set != change.end() && set->is_array()) {
    for (const json& entry : *set) {
      const std::string key = member(entry, "Key");
      if (!key.empty()) m_keys[QByteArray::fromStdString(key)] = {m_index, textOf(entry)};
    }
  }
  if (const auto gone = change.find("gone"); gone != change.end() && gone->is_array()) {
    for (const json& key : *gone) {
      if (key.is_string()) m_keys.erase(QByteArray::fromStdString(key.get<std::string>()));
    }
  }
}

// A replay speaks to nobody outside: a role that it does not play has no address.
json FlightWorld::withAddresses(json value) const {
  if (value.is_object()) {
    if (const auto meta = value.find("Meta"); meta != value.end() && meta->is_object()) {
      const auto admin = meta->find("admin");
      if (admin != meta->end() && admin->is_string())
        *admin = m_addresses.value(QString::fromStdString(admin->get<std::string>())).toStdString();
    }
  }
  if (!value.is_structured()) return value;
  for (json& part : value) {
    if (part.is_structured()) part = withAddresses(std::move(part));
  }
  return value;
}

QByteArray FlightWorld::addressed(const QByteArray& body) const {
  json value = parse(body);
  return value.is_array() ? textOf(withAddresses(std::move(value))) : QByteArray("[]");
}

FlightWorld::Reply FlightWorld::get(const QString& path, const QString& query) const {
  if (path.startsWith(kKv)) return keys(path, query);
  if (path.startsWith(kState)) return checks(path.mid(kState.size()));
  if (path.startsWith(kNodeHealth)) return node(path.mid(kNodeHealth.size()), true);
  if (path.startsWith(kNode)) return node(path.mid(kNode.size()), false);
  const auto body = m_bodies.constFind(path);
  if (body != m_bodies.constEnd())
    return {200, body->index, path.startsWith(kHealth) ? addressed(body->text) : body->text};
  if (path.startsWith(kHealth)) return {200, 1, "[]"};
  if (path == QLatin1String("/v1/catalog/services") || path == QLatin1String("/v1/agent/services"))
    return {200, 1, "{}"};
  if (path == QLatin1String("/v1/catalog/nodes") || path == QLatin1String("/v1/catalog/datacenters"))
    return {200, 1, "[]"};
  return {404, 1, "this was not recorded"};
}

FlightWorld::Reply FlightWorld::keys(const QString& path, const QString& query) const {
  const QUrlQuery asked(query);
  const QByteArray name = QUrl::fromPercentEncoding(path.mid(kKv.size()).toUtf8()).toUtf8();
  if (!asked.hasQueryItem(QStringLiteral("recurse")) && !asked.hasQueryItem(QStringLiteral("keys"))) {
    const auto key = m_keys.find(name);
    if (key == m_keys.end()) return {404, m_keysIndex, {}};
    if (!asked.hasQueryItem(QStringLiteral("raw"))) return {200, m_keysIndex, '[' + key->second.entry + ']'};
    const json entry = parse(key->second.entry);
    return {200, m_keysIndex, QByteArray::fromBase64(QByteArray::fromStdString(member(entry, "Value")))};
  }
  const bool onlyNames = asked.hasQueryItem(QStringLiteral("keys"));
  const QByteArray separator = asked.queryItemValue(QStringLiteral("separator"), QUrl::FullyDecoded).toUtf8();
  QByteArrayList entries;
  for (auto key = m_keys.lower_bound(name); key != m_keys.end() && key->first.startsWith(name); ++key) {
    if (!onlyNames) {
      entries.append(key->second.entry);
      continue;
    }
    const qsizetype cut = separator.isEmpty() ? -1 : key->first.indexOf(separator, name.size());
    const QByteArray shown = cut < 0 ? key->first : key->first.left(cut + separator.size());
    const QByteArray quoted = textOf(shown.toStdString());
    if (entries.isEmpty() || entries.last() != quoted) entries.append(quoted);
  }
  if (entries.isEmpty()) return {404, m_keysIndex, onlyNames ? "[]" : ""};
  return {200, m_keysIndex, '[' + entries.join(',') + ']'};
}

FlightWorld::Reply FlightWorld::transact(const QByteArray& text) const {
  const json operations = parse(text);
  if (!operations.is_array() || operations.size() > kMaxOperations)
    return {400, m_keysIndex, "no transaction"};
  QByteArrayList found;
  for (const json& operation : operations) {
    const json kv = operation.is_object() ? operation.value("KV", json()) : json();
    if (member(kv, "Verb") != "get") return {403, m_keysIndex, kReadOnly};
    const auto key = m_keys.find(QByteArray::fromStdString(member(kv, "Key")));
    if (key == m_keys.end())
      return {409, m_keysIndex,
              textOf({{"Results", nullptr},
                      {"Errors", json::array({{{"OpIndex", found.size()}, {"What", "no such key"}}})}})};
    found.append("{\"KV\":" + key->second.entry + '}');
  }
  return {200, m_keysIndex, "{\"Results\":[" + found.join(',') + "],\"Errors\":null}"};
}

// All checks of the services' health, each once.
FlightWorld::Reply FlightWorld::checks(const QString& state) const {
  json found = json::array();
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (auto body = m_bodies.begin(); body != m_bodies.end(); ++body) {
    if (!body.key().startsWith(kHealth)) continue;
    const json entries = parse(body->text);
    if (!entries.is_array()) continue;
    for (const json& entry : entries) {
      if (!entry.is_object() || !entry.contains("Checks") || !entry["Checks"].is_array()) continue;
      for (const json& check : entry["Checks"]) {
        const bool wanted = state == QLatin1String("any") || member(check, "Status") == state.toStdString();
        const bool isNew =
            seen.insert({member(check, "Node"), member(check, "CheckID"), member(check, "ServiceID")}).second;
        if (wanted && isNew) found.push_back(check);
      }
    }
  }
  return {200, m_index, textOf(found)};
}

FlightWorld::Reply FlightWorld::node(const QString& path, bool onlyChecks) const {
  const std::string name = QUrl::fromPercentEncoding(path.toUtf8()).toStdString();
  json found{{"Node", nullptr}, {"Services", json::object()}};
  for (auto body = m_bodies.begin(); body != m_bodies.end(); ++body) {
    if (!body.key().startsWith(kHealth)) continue;
    const json entries = parse(body->text);
    if (!entries.is_array()) continue;
    for (const json& entry : entries) {
      if (!entry.is_object() || !entry.contains("Node") || member(entry["Node"], "Node") != name) continue;
      found["Node"] = entry["Node"];
      if (entry.contains("Service") && entry["Service"].is_object())
        found["Services"][member(entry["Service"], "ID")] = entry["Service"];
    }
  }
  if (!onlyChecks)
    return {200, m_index, found["Node"].is_null() ? QByteArray("null") : textOf(withAddresses(found))};
  const Reply all = checks(QStringLiteral("any"));
  const json every = parse(all.body);
  json own = json::array();
  for (const json& check : every) {
    if (member(check, "Node") == name) own.push_back(check);
  }
  return {200, m_index, textOf(own)};
}

}  // namespace halftone::app
