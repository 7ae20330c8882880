// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/sessionmoves.h"

#include "app/feeds/jsonfields.h"

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxConditions = 16;
constexpr std::size_t kMaxVersions = 64;

std::vector<std::pair<QString, QString>> readWhere(const json& move) {
  std::vector<std::pair<QString, QString>> where;
  const auto it = move.find("where");
  if (it == move.end() || !it->is_object()) return where;
  for (const auto& [key, value] : it->items()) {
    if (where.size() == kMaxConditions) break;
    if (value.is_structured()) continue;  // no condition is; and writing it recurses as deep as it nests
    const QString text = value.is_string() ? QString::fromStdString(value.get_ref<const std::string&>())
                                           : QString::fromStdString(value.dump());
    where.emplace_back(QString::fromStdString(key).left(kMaxFieldText), text.left(kMaxFieldText));
  }
  return where;
}

SessionMove readMove(const json& object, qint64 shiftMs) {
  SessionMove move;
  move.id = textField(object, "id");
  move.mode = textField(object, "mode");
  move.state = textField(object, "state");
  move.reason = textField(object, "reason");
  move.where = readWhere(object);
  move.perSecond = numberField(object, "perSecond");
  move.total = countField(object, "total");
  move.moved = countField(object, "moved");
  move.gone = countField(object, "gone");
  move.left = countField(object, "left");
  if (const qint64 at = integerField(object, "startedAt"); at > 0) move.startedMs = at + shiftMs;
  if (const qint64 at = integerField(object, "endsAt"); at > 0) move.endsMs = at + shiftMs;
  return move;
}

}  // namespace

std::vector<SessionMove> readMoves(const json& list, qint64 shiftMs) {
  std::vector<SessionMove> moves;
  if (!list.is_array()) return moves;
  for (const json& object : list) {
    if (!object.is_object() || moves.size() == kMaxMoves) continue;
    moves.push_back(readMove(object, shiftMs));
  }
  return moves;
}

NodeDrift readDrift(const json& object) {
  NodeDrift drift;
  if (!object.is_object()) return drift;
  if (const auto policy = object.find("policy"); policy != object.end() && policy->is_object())
    drift.revision = countField(*policy, "revision");
  drift.open = countField(object, "open");
  drift.misplaced = countField(object, "misplaced");
  drift.unplaced = countField(object, "unplaced");
  const auto versions = object.find("versions");
  if (versions == object.end() || !versions->is_array()) return drift;
  for (const json& version : *versions) {
    if (!version.is_object() || drift.versions.size() == kMaxVersions) continue;
    drift.versions.push_back({textField(version, "version"),
                              static_cast<int>(std::clamp<qint64>(integerField(version, "wanted"), 0, 10000)),
                              countField(version, "placed")});
  }
  drift.known = !drift.versions.empty();
  return drift;
}

}  // namespace halftone::app
