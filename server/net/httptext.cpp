// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/httptext.h"

#include <algorithm>
#include <cstring>

namespace halftone::net {

namespace {

enum CharacterClass : unsigned char { kToken = 1, kTarget = 2, kField = 4, kName = 8 };

constexpr std::array<unsigned char, 256> makeClasses() {
  std::array<unsigned char, 256> classes{};
  for (unsigned c = 0; c < 256; ++c) {
    if (c == '\t' || (c >= 0x20 && c != 0x7f)) classes[c] |= kField;
    // Browsers send \ ^ ` { | } bare in queries and scripts " < > too, so these pass although RFC 3986 knows
    // them only encoded. A fragment has no business here, and what follows its # others may or may not read
    // as path.
    if (c > 0x20 && c < 0x7f && c != '#') classes[c] |= kTarget;
  }
  for (const char c :
       std::string_view("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) {
    classes[static_cast<unsigned char>(c)] |= kToken;
  }
  // RFC 3986 reg-name: unreserved and sub-delims; "%" is looked at apart.
  for (const char c :
       std::string_view("!$&'()*+,;=-._~%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")) {
    classes[static_cast<unsigned char>(c)] |= kName;
  }
  return classes;
}

constexpr std::array<unsigned char, 256> kClasses = makeClasses();

bool allOf(std::string_view text, CharacterClass wanted) {
  for (const char c : text) {
    if ((kClasses[static_cast<unsigned char>(c)] & wanted) == 0) return false;
  }
  return true;
}

constexpr std::uint64_t everyByte(unsigned char value) {
  return 0x0101010101010101ULL * value;
}

// Whether one of the eight bytes is below 0x20 or is 0x7f ("Bit Twiddling Hacks": hasless, haszero).
bool mayHoldControl(std::uint64_t word) {
  const std::uint64_t below = (word - everyByte(0x20)) & ~word;
  const std::uint64_t deletes = word ^ everyByte(0x7f);
  const std::uint64_t isDelete = (deletes - everyByte(1)) & ~deletes;
  return ((below | isDelete) & everyByte(0x80)) != 0;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

}  // namespace

bool isTokenCharacter(unsigned char c) {
  return (kClasses[c] & kToken) != 0;
}
bool isFieldCharacter(unsigned char c) {
  return (kClasses[c] & kField) != 0;
}
bool isToken(std::string_view text) {
  return !text.empty() && allOf(text, kToken);
}
bool isTargetText(std::string_view text) {
  return allOf(text, kTarget);
}

bool isNameText(std::string_view text) {
  return allOf(text, kName);
}

bool isFieldText(std::string_view text) {
  while (text.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    if (mayHoldControl(word) && !allOf(text.substr(0, sizeof word), kField)) return false;  // a tab is well
    text.remove_prefix(sizeof word);
  }
  return allOf(text, kField);
}

std::string_view trimmed(std::string_view text) {
  const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  return text;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> FieldList::find(std::string_view name) const {
  for (const Field& field : all()) {
    if (equalsIgnoringCase(field.name, name)) return field.value;
  }
  return std::nullopt;
}

std::size_t FieldList::count(std::string_view name) const {
  const auto fields = all();
  return static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), [name](const Field& field) {
    return equalsIgnoringCase(field.name, name);
  }));
}

bool FieldList::hasToken(std::string_view name, std::string_view token) const {
  bool found = false;
  for (const Field& field : all()) {
    if (!equalsIgnoringCase(field.name, name)) continue;
    forEachMember(field.value, [&](std::string_view member) {
      found = found || equalsIgnoringCase(member, token);
      return !found;
    });
  }
  return found;
}

bool FieldList::push(Field field) {
  if (m_count >= kMaxFields) return false;
  m_fields[m_count++] = field;
  return true;
}

void FieldList::add(Field field) {
  if (m_count < m_fields.size()) m_fields[m_count++] = field;
}

void FieldList::remove(std::string_view name) {
  const auto end = m_fields.begin() + static_cast<std::ptrdiff_t>(m_count);
  const auto kept = std::remove_if(
      m_fields.begin(), end, [name](const Field& field) { return equalsIgnoringCase(field.name, name); });
  m_count = static_cast<std::size_t>(kept - m_fields.begin());
}

Line takeLine(std::string_view bytes) {
  const void* const found = bytes.empty() ? nullptr : std::memchr(bytes.data(), '\n', bytes.size());
  if (found == nullptr) return {};
  const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
  if (length == 0 || bytes[length - 1] != '\r') return {HeadStatus::Bad, {}, 0};
  return {HeadStatus::Complete, bytes.substr(0, length - 1), length + 1};
}

HeadParse parseFields(std::string_view bytes, FieldList& fields, SpaceBeforeColon space) {
  std::size_t used = 0;
  for (;;) {
    const Line line = takeLine(bytes.substr(used));
    if (line.status == HeadStatus::NeedMore) return {};
    if (line.status == HeadStatus::Bad) return badHead(400, "a line ends in LF without CR");
    used += line.used;
    if (line.text.empty()) return {HeadStatus::Complete, used, 0, ""};
    if (line.text.front() == ' ' || line.text.front() == '\t') return badHead(400, "a field is folded");
    const std::size_t colon = line.text.find(':');
    if (colon == std::string_view::npos) return badHead(400, "a field has no colon");
    Field field{line.text.substr(0, colon), trimmed(line.text.substr(colon + 1))};
    if (space == SpaceBeforeColon::Drop) field.name = trimmed(field.name);
    if (!isToken(field.name)) return badHead(400, "a field name holds a forbidden character");
    if (!isFieldText(field.value)) return badHead(400, "a field value holds a control character");
    if (!fields.push(field)) return badHead(431, "too many fields");
  }
}

std::size_t emptyLinesBefore(std::string_view bytes) {
  constexpr std::size_t kMostEmptyLines = 8;
  std::size_t used = 0;
  while (used < 2 * kMostEmptyLines && bytes.substr(used).starts_with("\r\n")) used += 2;
  return used;
}

bool isStillIncomplete(std::string_view bytes, std::size_t alreadySeen) {
  if (alreadySeen < 3 || alreadySeen > bytes.size() || bytes.size() >= kMaxHeadBytes) return false;
  // The start line has its own limit: while it is incomplete it is looked at each time.
  const std::size_t start = emptyLinesBefore(bytes.substr(0, alreadySeen));
  const bool hasStartLine = bytes.substr(start, alreadySeen - start).find('\n') != std::string_view::npos;
  return hasStartLine && bytes.find('\n', alreadySeen) == std::string_view::npos;
}

namespace {

void readConnection(std::string_view list, MessageFields& result) {
  forEachMember(list, [&](std::string_view option) {
    result.saysClose = result.saysClose || equalsIgnoringCase(option, "close");
    result.saysKeepAlive = result.saysKeepAlive || equalsIgnoringCase(option, "keep-alive");
    result.saysUpgrade = result.saysUpgrade || equalsIgnoringCase(option, "upgrade");
    return true;
  });
}

void readExpect(std::string_view value, MessageFields& result) {
  // Two expectations are none that we know: keep one that will not be met.
  result.expect = result.hasExpect ? std::string_view("two") : value;
  result.hasExpect = true;
}

}  // namespace

MessageFields readMessageFields(const FieldList& fields) {
  MessageFields result;
  for (const auto& [name, value] : fields.all()) {
    switch (name.size()) {
      case 4:
        if (!equalsIgnoringCase(name, "host")) break;
        ++result.hosts;
        result.host = value;
        break;
      case 6:
        if (equalsIgnoringCase(name, "expect")) readExpect(value, result);
        break;
      case 7:
        if (equalsIgnoringCase(name, "upgrade")) result.hasUpgrade = true;
        break;
      case 10:
        if (equalsIgnoringCase(name, "connection")) readConnection(value, result);
        break;
      case 14:
        if (!equalsIgnoringCase(name, "content-length")) break;
        ++result.contentLengths;
        result.contentLength = value;
        break;
      case 17:
        if (!equalsIgnoringCase(name, "transfer-encoding")) break;
        ++result.transferEncodings;
        result.transferEncoding = value;
        break;
      default:
        break;
    }
  }
  return result;
}

std::optional<std::uint64_t> parseContentLength(std::string_view text) {
  constexpr std::size_t kMostDigits = 18;  // below 2^63, so that sums of two cannot overflow
  if (text.empty()) return std::nullopt;
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
  if (text.size() > kMostDigits) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

}  // namespace halftone::net
