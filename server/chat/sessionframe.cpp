// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sessionframe.h"

#include <algorithm>

#include "server/chat/json.h"

namespace halftone::chat {

namespace {

void appendNames(std::string& out, const std::vector<std::string>& names) {
  appendJsonArray(out, names, [](std::string& to, const std::string& name) { appendJsonString(to, name); });
}

void appendSession(std::string& out, const SessionRecord& session) {
  JsonObject object(out);
  object.text("id", session.id).text("user", session.user);
  object.member("rooms");
  appendNames(out, session.rooms);
  object.number("since", session.sinceMs).number("lastActive", session.lastActiveMs);
  object.number("messages", session.messages).text("address", session.address);
  object.end();
}

std::string write(const FrameSource& source, const SessionsSnapshot& snapshot, bool full,
                  std::span<const SessionRecord> sessions) {
  std::string out;
  out.reserve(256 + sessions.size() * 192);
  JsonObject object(out);
  object.text("type", "sessions").text("node", source.node).text("version", source.version);
  object.text("epoch", source.epoch).number("time", snapshot.timeMs).flag("full", full);
  object.number("open", snapshot.open).number("messagesIn", snapshot.messagesIn);
  object.number("messagesOut", snapshot.messagesOut).text("state", toString(snapshot.state));
  object.member("moves");
  appendJsonArray(out, snapshot.moves, appendMove);
  object.member("drift");
  appendDrift(out, snapshot.drift);
  object.member("sessions");
  appendJsonArray(out, sessions, appendSession);
  object.member("closed");
  appendNames(out, snapshot.closed);
  object.end();
  return out;
}

}  // namespace

std::string writeSessionFrame(const FrameSource& source, const SessionsSnapshot& snapshot,
                              std::span<const SessionRecord> sessions) {
  return write(source, snapshot, snapshot.full, sessions);
}

std::vector<std::string> writeFullFrames(const FrameSource& source, const SessionsSnapshot& snapshot,
                                         std::size_t sessionsInFrame) {
  std::span<const SessionRecord> rest(snapshot.sessions);
  std::vector<std::string> frames;
  do {
    const std::size_t count = std::min(rest.size(), sessionsInFrame);
    frames.push_back(write(source, snapshot, frames.empty(), rest.first(count)));
    rest = rest.subspan(count);
  } while (!rest.empty());
  return frames;
}

}  // namespace halftone::chat
