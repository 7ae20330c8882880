// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <string>
#include <string_view>

// Writing JSON straight into a buffer: the hot path encodes a frame once for a whole room, and this is a
// tenth of the cost of building a document first.
namespace halftone::chat {

// Appends `text`, which is valid UTF-8, as a JSON string (RFC 8259 section 7).
void appendJsonString(std::string& out, std::string_view text);

// Writes one object, or one array of objects' worth of raw values, member by member.
class JsonObject {
 public:
  explicit JsonObject(std::string& out) : m_out(out) { m_out += '{'; }
  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;

  JsonObject& text(std::string_view key, std::string_view value);
  JsonObject& raw(std::string_view key, std::string_view json);  // `json` is one JSON value
  JsonObject& flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  JsonObject& number(std::string_view key, std::integral auto value) {
    return raw(key, std::to_string(value));
  }
  // Begins a member whose value the caller appends to the buffer.
  void member(std::string_view key);
  void end() { m_out += '}'; }

 private:
  std::string& m_out;
  bool m_first = true;
};

// Appends [item,item...], each written by `write(out, item)`.
template <typename Items, typename Write>
void appendJsonArray(std::string& out, const Items& items, Write write) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write(out, item);
  }
  out += ']';
}

}  // namespace halftone::chat
