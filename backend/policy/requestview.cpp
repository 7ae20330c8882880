// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/requestview.h"

#include <algorithm>
#include <cstring>

#include "backend/policy/ascii.h"

namespace halftone::policy {

namespace {

int hexValue(char c) {
  if (isDigit(c)) return c - '0';
  const char lower = lowerAscii(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

char* RequestView::scratch(std::size_t bytes) {
  if (bytes <= m_scratch.size() - m_scratchUsed) {
    char* at = m_scratch.data() + m_scratchUsed;
    m_scratchUsed += bytes;
    return at;
  }
  if (!m_spill) m_spill = std::make_unique<std::deque<std::string>>();
  m_spill->emplace_back(bytes, '\0');
  return m_spill->back().data();
}

void RequestView::remember(int slot, std::string_view value) {
  m_values[static_cast<std::size_t>(slot)] = {value.data(), value.size()};
  m_present |= std::uint64_t{1} << slot;
}

void RequestView::load(int slot) {
  switch (m_table.attribute(slot).kind) {
    case Attribute::Kind::Header:
      walkHeaders();
      break;
    case Attribute::Kind::Cookie:
      walkCookies();
      break;
    case Attribute::Kind::Query:
      walkQueries();
      break;
    default: {
      std::string_view value;
      if (compute(slot, value)) remember(slot, value);
      break;
    }
  }
  const std::uint64_t bit = std::uint64_t{1} << slot;
  m_known |= bit;
  if ((m_present & bit) == 0) m_values[static_cast<std::size_t>(slot)] = {"", 0};
}

bool RequestView::compute(int slot, std::string_view& value) {
  const Attribute& attribute = m_table.attribute(slot);
  switch (attribute.kind) {
    case Attribute::Kind::Header:
      return findHeader(attribute.name, value);
    case Attribute::Kind::Cookie:
      return findCookie(attribute.name, value);
    case Attribute::Kind::Query:
      return findQuery(attribute.name, value);
    case Attribute::Kind::Path:
      splitTarget();
      value = m_path;
      return true;
    case Attribute::Kind::Method:
      value = m_request.method;
      return true;
    case Attribute::Kind::Host:
      return findHost(value);
    case Attribute::Kind::User:
      return findUser(value);
    case Attribute::Kind::Ip:
      return findAddress(value);
    case Attribute::Kind::Region:
      return findRegion(value);
    case Attribute::Kind::DeviceType:
    case Attribute::Kind::DeviceOs:
    case Attribute::Kind::DeviceOsVersion:
      return findDevice(attribute.kind, value);
    case Attribute::Kind::JwtClaim:
      return findClaim(attribute.name, value);
  }
  return false;
}

std::string_view RequestView::joined(std::string_view name, std::size_t firstField) {
  std::size_t bytes = 0;
  const auto fields = m_request.fields.subspan(firstField);
  for (const Field& field : fields)
    if (equalsIgnoringCase(field.name, name)) bytes += field.value.size() + 2;
  char* const start = scratch(bytes);
  char* at = start;
  bool first = true;
  for (const Field& field : fields) {
    if (!equalsIgnoringCase(field.name, name)) continue;
    if (!first) at = std::copy_n(", ", 2, at);
    first = false;
    const std::string_view value = trimmed(field.value);
    at = std::copy(value.begin(), value.end(), at);
  }
  return {start, static_cast<std::size_t>(at - start)};
}

bool RequestView::findHeader(std::string_view name, std::string_view& value) {
  bool found = false;
  for (std::size_t i = 0; i < m_request.fields.size(); ++i) {
    const Field& field = m_request.fields[i];
    if (!equalsIgnoringCase(field.name, name)) continue;
    if (found) {
      value = joined(name, 0);
      return true;
    }
    found = true;
    value = trimmed(field.value);
  }
  return found;
}

void RequestView::walkHeaders() {
  const std::uint64_t wanted = m_table.slotsOf(Attribute::Kind::Header);
  std::uint64_t seen = 0;
  std::uint64_t several = 0;
  for (const Field& field : m_request.fields) {
    const int slot = m_table.headers().find(field.name);
    if (slot < 0 || slot >= AttributeTable::kRemembered) continue;
    const std::uint64_t bit = std::uint64_t{1} << slot;
    several |= seen & bit;
    seen |= bit;
    remember(slot, trimmed(field.value));
  }
  for (; several != 0; several &= several - 1) {
    const int slot = __builtin_ctzll(several);
    remember(slot, joined(m_table.attribute(slot).name, 0));
  }
  for (std::uint64_t absent = wanted & ~seen; absent != 0; absent &= absent - 1)
    m_values[static_cast<std::size_t>(__builtin_ctzll(absent))] = {"", 0};
  m_known |= wanted;
}

bool RequestView::findCookie(std::string_view name, std::string_view& value) const {
  bool found = false;
  forEachCookie([&](std::string_view cookie, std::string_view cookieValue) {
    found = cookie == name;
    if (found) value = cookieValue;
    return found;
  });
  return found;
}

void RequestView::walkCookies() {
  const std::uint64_t wanted = m_table.slotsOf(Attribute::Kind::Cookie);
  std::uint64_t missing = wanted;
  forEachCookie([&](std::string_view name, std::string_view value) {
    const int slot = m_table.cookies().find(name);
    if (slot < 0 || slot >= AttributeTable::kRemembered) return false;
    const std::uint64_t bit = std::uint64_t{1} << slot;
    if ((missing & bit) == 0) return false;  // the first occurrence counts
    remember(slot, value);
    missing &= ~bit;
    return missing == 0;
  });
  for (; missing != 0; missing &= missing - 1)
    m_values[static_cast<std::size_t>(__builtin_ctzll(missing))] = {"", 0};
  m_known |= wanted;
}

std::string_view RequestView::decoded(std::string_view raw) {
  char* const start = scratch(raw.size());
  char* at = start;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '+') {
      *at++ = ' ';
      continue;
    }
    // A "%" that two hexadecimal digits do not follow stands for itself.
    if (raw[i] == '%' && i + 2 < raw.size() && hexValue(raw[i + 1]) >= 0 && hexValue(raw[i + 2]) >= 0) {
      *at++ = static_cast<char>(hexValue(raw[i + 1]) * 16 + hexValue(raw[i + 2]));
      i += 2;
      continue;
    }
    *at++ = raw[i];
  }
  return {start, static_cast<std::size_t>(at - start)};
}

bool RequestView::findQuery(std::string_view name, std::string_view& value) {
  bool found = false;
  forEachParameter([&](std::string_view key, std::string_view raw, bool encoded) {
    found = key == name;
    if (found) value = encoded ? decoded(raw) : raw;
    return found;
  });
  return found;
}

void RequestView::walkQueries() {
  const std::uint64_t wanted = m_table.slotsOf(Attribute::Kind::Query);
  std::uint64_t missing = wanted;
  forEachParameter([&](std::string_view key, std::string_view raw, bool encoded) {
    const int slot = m_table.queries().find(key);
    if (slot < 0 || slot >= AttributeTable::kRemembered) return false;
    const std::uint64_t bit = std::uint64_t{1} << slot;
    if ((missing & bit) == 0) return false;
    remember(slot, encoded ? decoded(raw) : raw);
    missing &= ~bit;
    return missing == 0;
  });
  for (; missing != 0; missing &= missing - 1)
    m_values[static_cast<std::size_t>(__builtin_ctzll(missing))] = {"", 0};
  m_known |= wanted;
}

std::uint64_t RequestView::presentHeaders() {
  const std::uint64_t wanted = m_table.slotsOf(Attribute::Kind::Header);
  if ((m_known & wanted) != wanted) walkHeaders();
  return m_present & wanted;
}

std::uint64_t RequestView::presentCookies() {
  const std::uint64_t wanted = m_table.slotsOf(Attribute::Kind::Cookie);
  if ((m_known & wanted) != wanted) walkCookies();
  return m_present & wanted;
}

std::uint64_t RequestView::presentQueries() {
  const std::uint64_t wanted = m_table.slotsOf(Attribute::Kind::Query);
  if ((m_known & wanted) != wanted) walkQueries();
  return m_present & wanted;
}

bool RequestView::findClaim(std::string_view name, std::string_view& value) const {
  const auto& claims = m_request.claims;
  const auto at =
      std::find_if(claims.begin(), claims.end(), [name](const Claim& claim) { return claim.name == name; });
  if (at == claims.end()) return false;
  value = at->value;
  return true;
}

void RequestView::splitTarget() {
  if (m_splitTarget) return;
  m_splitTarget = true;
  std::string_view target = m_request.target;
  // The absolute form, as a client of a forward proxy writes it (RFC 9112 section 3.2.2).
  if (!target.empty() && target.front() != '/') {
    const std::size_t scheme = target.find("://");
    if (scheme != std::string_view::npos && scheme < target.find_first_of("/?")) {
      target.remove_prefix(scheme + 3);
      const std::size_t end = std::min(target.find_first_of("/?"), target.size());
      m_authority = target.substr(0, end);
      target.remove_prefix(end);
      if (target.empty()) target = "/";
    }
  }
  const std::size_t question = target.find('?');
  m_path = target.substr(0, question);
  if (m_path.empty() && !m_authority.empty()) m_path = "/";
  if (question != std::string_view::npos) m_query = target.substr(question + 1);
}

bool RequestView::findHost(std::string_view& value) {
  splitTarget();
  std::string_view host = m_authority;
  if (host.empty()) {
    const auto& fields = m_request.fields;
    const auto at = std::find_if(fields.begin(), fields.end(),
                                 [](const Field& field) { return equalsIgnoringCase(field.name, "host"); });
    if (at == fields.end()) return false;
    host = trimmed(at->value);
  }
  // The port goes; the brackets of an IPv6 address are part of the host (RFC 3986 section 3.2.2).
  const std::size_t close = host.starts_with('[') ? host.find(']') : std::string_view::npos;
  host = close != std::string_view::npos ? host.substr(0, close + 1) : host.substr(0, host.find(':'));
  if (std::any_of(host.begin(), host.end(), [](char c) { return lowerAscii(c) != c; })) {
    char* const lower = scratch(host.size());
    std::transform(host.begin(), host.end(), lower, [](char c) { return lowerAscii(c); });
    host = std::string_view(lower, host.size());
  }
  value = host;
  return true;
}

bool RequestView::findUser(std::string_view& value) {
  for (const int source : m_table.identitySlots())
    if (get(source, value) && !value.empty()) return true;
  return false;
}

bool RequestView::findAddress(std::string_view& value) {
  if (!m_request.client) return false;
  const Address::Text text = m_request.client->toText();
  char* const copy = scratch(text.view().size());
  std::copy(text.view().begin(), text.view().end(), copy);
  value = std::string_view(copy, text.view().size());
  return true;
}

bool RequestView::findRegion(std::string_view& value) {
  if (get(m_table.regionHeader(), value)) return true;
  value = m_request.region;
  return !value.empty();
}

bool RequestView::findDevice(Attribute::Kind kind, std::string_view& value) {
  if (get(m_table.deviceHeader(kind), value)) return true;
  if (!m_knowsDevice) {
    std::string_view agent;
    if (!get(m_table.userAgent(), agent)) return false;
    m_device = Device::ofUserAgent(agent);
    m_knowsDevice = true;
  }
  if (kind == Attribute::Kind::DeviceType) value = m_device.type;
  if (kind == Attribute::Kind::DeviceOs) value = m_device.os;
  if (kind == Attribute::Kind::DeviceOsVersion) value = m_device.osVersion();
  return kind != Attribute::Kind::DeviceOsVersion || !value.empty();
}

}  // namespace halftone::policy
