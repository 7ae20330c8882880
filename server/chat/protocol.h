// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "server/chat/backplane.h"
#include "server/chat/message.h"

// The chat's own protocol (resources/docs/chat-protocol.md): JSON text frames of clients as values, and the
// server's frames as text. Pure functions.
namespace halftone::chat {

enum class FrameKind { Join, Leave, Say, Typing, History, Resume, Ping };

// How far a client has read a room.
struct RoomMark {
  std::string room;
  RoomPosition position;
};

struct ClientFrame {
  FrameKind kind = FrameKind::Ping;
  std::string id;                     // as JSON text, to be given back; empty: none
  std::string room;                   // of all but Resume and Ping
  std::string text;                   // Say
  std::optional<RoomPosition> after;  // Join: what the client has seen already
  std::uint64_t before = 0;           // History: 0 is the newest
  int limit = 0;                      // History: 0 is the default
  std::string token;                  // Resume
  std::vector<RoomMark> marks;        // Resume
};

// Why a frame was not obeyed: `code` is for programs, `message` for people.
struct FrameError {
  const char* code = "";
  std::string message;
  std::string id;  // of the frame, as JSON text
};

struct FrameLimits {
  std::size_t maxTextBytes = 16 * 1024;
  std::size_t maxMarks = 50;
};

[[nodiscard]] tl::expected<ClientFrame, FrameError> readClientFrame(std::string_view text,
                                                                    const FrameLimits& limits);

inline constexpr int kDefaultPage = 50;
inline constexpr int kMaxPage = 200;

struct Welcome {
  std::string_view node;
  std::string_view version;
  ApiVersion api = ApiVersion::V1;
  std::string_view session;
  std::string_view user;
  std::string_view resumeToken;
};

// Each gives the text of one frame.
[[nodiscard]] std::string writeWelcome(const Welcome& welcome);
// `recovered`: whether all that came after the client's mark follows; absent for a plain join.
[[nodiscard]] std::string writeJoined(std::string_view room, const RoomPosition& position,
                                      std::size_t members, std::optional<bool> recovered,
                                      std::string_view id);
[[nodiscard]] std::string writeLeft(std::string_view room, std::string_view id);
[[nodiscard]] std::string writeMessage(ApiVersion api, const Message& message);
[[nodiscard]] std::string writeAck(std::string_view id, std::string_view room, std::uint64_t seq,
                                   bool duplicate);
[[nodiscard]] std::string writeTyping(std::string_view room, std::string_view from);
[[nodiscard]] std::string writePresence(std::string_view room, std::size_t members,
                                        std::span<const std::string> joined,
                                        std::span<const std::string> left);
[[nodiscard]] std::string writeHistory(ApiVersion api, std::string_view room, const HistoryPage& page,
                                       std::string_view id);
[[nodiscard]] std::string writeResumed(bool recovered, std::span<const std::string> rooms,
                                       std::string_view id);
[[nodiscard]] std::string writePong(std::int64_t timeMs, std::string_view id);
[[nodiscard]] std::string writeReconnect(int delayMs);
[[nodiscard]] std::string writeError(const FrameError& error);

// The body of the HTTP history, in the shape of `api`.
[[nodiscard]] std::string writeHistoryBody(ApiVersion api, std::string_view room, const HistoryPage& page);

}  // namespace halftone::chat
