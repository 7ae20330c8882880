// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/attributetable.h"

#include <algorithm>

#include "backend/policy/ascii.h"

namespace halftone::policy {

std::size_t NameTable::hashOf(std::string_view name) {
  const auto letter = [name](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(name[i]) | 0x20U);
  };
  std::size_t hash = name.size() * 0x9E3779B1U + letter(0) * 0x85EBCA77U +
                     letter(name.size() - 1) * 0xC2B2AE3DU + letter(name.size() / 2) * 0x27D4EB2FU;
  if (name.size() > 3) hash += letter(name.size() - 3) * 0x165667B1U;
  return hash >> 12 ^ hash >> 20;
}

bool NameTable::same(const std::string& entry, std::string_view name) const {
  return m_ignoreCase ? equalsIgnoringCase(entry, name) : entry == name;
}

void NameTable::add(std::string name, int slot) {
  m_entries.push_back({std::move(name), slot, kNone});
  rehash();
}

void NameTable::rehash() {
  const auto link = [this](std::size_t i) {
    int& head = m_heads[hashOf(m_entries[i].name) & (m_heads.size() - 1)];
    m_entries[i].next = head;
    head = static_cast<int>(i);
  };
  if (m_entries.size() * 4 <= m_heads.size()) {
    link(m_entries.size() - 1);
    return;
  }
  m_heads.assign(std::max<std::size_t>(32, m_heads.size() * 4), kNone);
  for (std::size_t i = 0; i < m_entries.size(); ++i) link(i);
}

int AttributeTable::add(const Attribute& wanted) {
  Attribute attribute = wanted;
  if (attribute.kind == Attribute::Kind::Header) attribute.name = lowerAscii(attribute.name);
  NameTable* names = nullptr;
  if (attribute.kind == Attribute::Kind::Header) names = &m_headers;
  if (attribute.kind == Attribute::Kind::Cookie) names = &m_cookies;
  if (attribute.kind == Attribute::Kind::Query) names = &m_queries;
  if (names != nullptr) {
    if (const int slot = names->find(attribute.name); slot != NameTable::kNone) return slot;
  } else {
    const auto at = std::find(m_attributes.begin(), m_attributes.end(), attribute);
    if (at != m_attributes.end()) return static_cast<int>(at - m_attributes.begin());
  }
  const int slot = size();
  m_attributes.push_back(attribute);
  if (names != nullptr) names->add(attribute.name, slot);
  if (slot < kRemembered) m_masks[static_cast<std::size_t>(attribute.kind)] |= std::uint64_t{1} << slot;
  addSourcesOf(attribute.kind);
  return slot;
}

void AttributeTable::addSourcesOf(Attribute::Kind kind) {
  const auto header = [this](const char* name) { return add({Attribute::Kind::Header, name}); };
  switch (kind) {
    case Attribute::Kind::Region:
      m_regionHeader = header("x-region");
      return;
    case Attribute::Kind::DeviceType:
      m_deviceHeaders[0] = header("x-device-type");
      break;
    case Attribute::Kind::DeviceOs:
      m_deviceHeaders[1] = header("x-device-os");
      break;
    case Attribute::Kind::DeviceOsVersion:
      m_deviceHeaders[2] = header("x-device-os-version");
      break;
    default:
      return;
  }
  m_userAgent = header("user-agent");
}

void AttributeTable::setIdentity(const std::vector<IdentitySource>& sources) {
  m_identity.clear();
  for (const IdentitySource& source : sources) {
    switch (source.kind) {
      case IdentitySource::Kind::Header:
        m_identity.push_back(add({Attribute::Kind::Header, source.name}));
        break;
      case IdentitySource::Kind::Query:
        m_identity.push_back(add({Attribute::Kind::Query, source.name}));
        break;
      case IdentitySource::Kind::Cookie:
        m_identity.push_back(add({Attribute::Kind::Cookie, source.name}));
        break;
      case IdentitySource::Kind::JwtClaim:
        m_identity.push_back(add({Attribute::Kind::JwtClaim, source.name}));
        break;
    }
  }
}

int AttributeTable::deviceHeader(Attribute::Kind kind) const {
  if (kind == Attribute::Kind::DeviceType) return m_deviceHeaders[0];
  return m_deviceHeaders[kind == Attribute::Kind::DeviceOs ? 1 : 2];
}

}  // namespace halftone::policy
