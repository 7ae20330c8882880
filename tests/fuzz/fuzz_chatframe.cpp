// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "server/chat/protocol.h"
#include "server/net/websocketframe.h"

using namespace halftone::chat;
using nlohmann::json;

namespace {

constexpr FrameLimits kLimits{200, 3};

json parsed(const std::string& text) {
  json frame = json::parse(text, nullptr, false);
  if (!frame.is_object()) std::abort();
  return frame;
}

// What the node would say of a frame it obeys: JSON of its own, with the client's words unchanged.
void answer(const ClientFrame& frame) {
  if (frame.text.size() > kLimits.maxTextBytes || frame.marks.size() > kLimits.maxMarks) std::abort();
  if (frame.kind != FrameKind::Say) return;
  Message message;
  message.room = frame.room;
  message.from = "u";
  message.text = frame.text;
  for (const ApiVersion api : {ApiVersion::V1, ApiVersion::V2}) {
    const json said = parsed(writeMessage(api, message));
    if (said["text"] != frame.text || said["room"] != frame.room) std::abort();
  }
  if (!frame.id.empty() && parsed(writeAck(frame.id, frame.room, 1, false))["id"] != json::parse(frame.id))
    std::abort();
}

}  // namespace

// A client's text frame, which the WebSocket reader has found to be UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!halftone::net::ws::isValidUtf8(text)) return 0;
  const auto frame = readClientFrame(text, kLimits);
  if (frame)
    answer(*frame);
  else
    (void)parsed(writeError(frame.error()));
  return 0;
}
