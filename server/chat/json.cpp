// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/json.h"

namespace halftone::chat {

namespace {

void appendEscaped(std::string& out, unsigned char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u00";
  out += kHex[c >> 4];
  out += kHex[c & 15];
}

bool needsEscape(unsigned char c) {
  return c < 0x20 || c == '"' || c == '\\';
}

}  // namespace

void appendJsonString(std::string& out, std::string_view text) {
  out += '"';
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (!needsEscape(c)) continue;
    out.append(text, from, i - from);
    appendEscaped(out, c);
    from = i + 1;
  }
  out.append(text, from);
  out += '"';
}

void JsonObject::member(std::string_view key) {
  if (!m_first) m_out += ',';
  m_first = false;
  m_out += '"';
  m_out += key;
  m_out += "\":";
}

JsonObject& JsonObject::text(std::string_view key, std::string_view value) {
  member(key);
  appendJsonString(m_out, value);
  return *this;
}

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  member(key);
  m_out += json;
  return *this;
}

}  // namespace halftone::chat
