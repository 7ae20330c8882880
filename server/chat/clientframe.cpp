// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <nlohmann/json.hpp>

#include "server/chat/names.h"
#include "server/chat/protocol.h"

namespace halftone::chat {

namespace {

using nlohmann::json;
using Read = tl::expected<ClientFrame, FrameError>;

constexpr std::size_t kMaxIdBytes = 64;
constexpr std::size_t kMaxTokenBytes = 128;
constexpr std::size_t kMaxEpochBytes = 64;

struct KindName {
  const char* name;
  FrameKind kind;
};
constexpr std::array kKinds{
    KindName{"say", FrameKind::Say},         KindName{"join", FrameKind::Join},
    KindName{"leave", FrameKind::Leave},     KindName{"typing", FrameKind::Typing},
    KindName{"history", FrameKind::History}, KindName{"resume", FrameKind::Resume},
    KindName{"ping", FrameKind::Ping},
};

// The member `key` if it is a string; null otherwise.
const std::string* stringAt(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get_ptr<const std::string*>() : nullptr;
}

std::optional<std::uint64_t> countAt(const json& object, const char* key) {
  const auto at = object.find(key);
  if (at == object.end() || !at->is_number_unsigned()) return std::nullopt;
  return at->get<std::uint64_t>();
}

const FrameKind* kindNamed(std::string_view name) {
  for (const KindName& known : kKinds) {
    if (name == known.name) return &known.kind;
  }
  return nullptr;
}

// The client's id as JSON text; nothing if it is no short string and no integer.
std::optional<std::string> idOf(const json& frame) {
  const auto at = frame.find("id");
  if (at == frame.end() || at->is_null()) return std::string();
  if (!at->is_string() && !at->is_number_integer()) return std::nullopt;
  if (at->is_string() && at->get_ptr<const std::string*>()->empty()) return std::string();
  std::string text = at->dump();
  if (text.size() > kMaxIdBytes + 2) return std::nullopt;
  return text;
}

std::optional<RoomPosition> positionOf(const json& object, const char* seqKey) {
  const std::string* epoch = stringAt(object, "epoch");
  const std::optional<std::uint64_t> seq = countAt(object, seqKey);
  if (!epoch || epoch->size() > kMaxEpochBytes || !seq) return std::nullopt;
  return RoomPosition{*epoch, *seq};
}

// Reads the members of one frame into `frame`; gives the first thing that is wrong.
class FrameReading {
 public:
  FrameReading(const json& object, const FrameLimits& limits) : m_object(object), m_limits(limits) {}

  Read read(FrameKind kind, std::string id) {
    m_frame.kind = kind;
    m_frame.id = std::move(id);
    const bool needsRoom = kind != FrameKind::Ping && kind != FrameKind::Resume;
    if (needsRoom && !readRoom()) return refuse("bad_room", "room must be a name of 1 to 128 bytes");
    switch (kind) {
      case FrameKind::Say:
        return readText();
      case FrameKind::Join:
        return readMark();
      case FrameKind::History:
        return readPage();
      case FrameKind::Resume:
        return readResume();
      case FrameKind::Leave:
      case FrameKind::Typing:
      case FrameKind::Ping:
        break;
    }
    return m_frame;
  }

 private:
  tl::unexpected<FrameError> refuse(const char* code, std::string message) const {
    return tl::unexpected<FrameError>(FrameError{code, std::move(message), m_frame.id});
  }

  bool readRoom() {
    const std::string* room = stringAt(m_object, "room");
    if (!room || !isValidName(*room)) return false;
    m_frame.room = *room;
    return true;
  }

  Read readText() {
    const std::string* text = stringAt(m_object, "text");
    if (!text || text->empty()) return refuse("bad_text", "text must be a string that is not empty");
    if (text->size() > m_limits.maxTextBytes) return refuse("too_long", "text is too long");
    m_frame.text = *text;
    return m_frame;
  }

  Read readMark() {
    if (!m_object.contains("after")) return m_frame;
    m_frame.after = positionOf(m_object, "after");
    if (!m_frame.after) return refuse("bad_mark", "after needs a count, and epoch beside it");
    return m_frame;
  }

  Read readPage() {
    if (m_object.contains("before")) {
      const auto before = countAt(m_object, "before");
      if (!before || *before == 0) return refuse("bad_page", "before must be a sequence number");
      m_frame.before = *before;
    }
    if (m_object.contains("limit")) {
      const auto limit = countAt(m_object, "limit");
      if (!limit || *limit < 1 || *limit > kMaxPage) return refuse("bad_page", "limit must be 1 to 200");
      m_frame.limit = static_cast<int>(*limit);
    }
    return m_frame;
  }

  Read readResume() {
    const std::string* token = stringAt(m_object, "token");
    if (!token || token->empty() || token->size() > kMaxTokenBytes)
      return refuse("bad_token", "token is missing");
    m_frame.token = *token;
    const auto rooms = m_object.find("rooms");
    if (rooms == m_object.end()) return m_frame;
    if (!rooms->is_array() || rooms->size() > m_limits.maxMarks)
      return refuse("bad_mark", "rooms must be a short list");
    for (const json& entry : *rooms) {
      const std::string* room = entry.is_object() ? stringAt(entry, "room") : nullptr;
      std::optional<RoomPosition> position = room ? positionOf(entry, "seq") : std::nullopt;
      if (!room || !position || !isValidName(*room))
        return refuse("bad_mark", "a room needs room, epoch and seq");
      m_frame.marks.push_back({*room, std::move(*position)});
    }
    return m_frame;
  }

  const json& m_object;
  const FrameLimits& m_limits;
  ClientFrame m_frame;
};

}  // namespace

Read readClientFrame(std::string_view text, const FrameLimits& limits) {
  const auto refuse = [](const char* code, const char* message, std::string id = {}) {
    return tl::unexpected<FrameError>(FrameError{code, message, std::move(id)});
  };
  const json object = json::parse(text, nullptr, false);
  if (object.is_discarded()) return refuse("bad_json", "the frame is no JSON");
  if (!object.is_object()) return refuse("bad_json", "the frame is no JSON object");
  std::optional<std::string> id = idOf(object);
  if (!id) return refuse("bad_id", "id must be a string of up to 64 bytes or an integer");
  const std::string* type = stringAt(object, "type");
  if (!type) return refuse("bad_type", "type is missing", std::move(*id));
  const FrameKind* kind = kindNamed(*type);
  if (!kind) return refuse("bad_type", "there is no such type", std::move(*id));
  return FrameReading(object, limits).read(*kind, std::move(*id));
}

}  // namespace halftone::chat
