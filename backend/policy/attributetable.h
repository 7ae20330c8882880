// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "backend/policy/model.h"

namespace halftone::policy {

// Finds the slot of a name in a request's list of headers, cookies or parameters. Most names of a request are
// in no policy: one hash of the length and three letters tells.
class NameTable {
 public:
  static constexpr int kNone = -1;

  explicit NameTable(bool ignoreCase) : m_ignoreCase(ignoreCase) {}
  void add(std::string name, int slot);
  [[nodiscard]] bool empty() const { return m_entries.empty(); }
  [[nodiscard]] int find(std::string_view name) const {
    if (name.empty() || m_heads.empty()) return kNone;
    for (int at = m_heads[hashOf(name) & (m_heads.size() - 1)]; at != kNone; at = m_entries[index(at)].next)
      if (same(m_entries[index(at)].name, name)) return m_entries[index(at)].slot;
    return kNone;
  }

 private:
  struct Entry {
    std::string name;
    int slot;
    int next;
  };
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  static std::size_t hashOf(std::string_view name);
  [[nodiscard]] bool same(const std::string& entry, std::string_view name) const;
  void rehash();

  bool m_ignoreCase;
  std::vector<Entry> m_entries;
  std::vector<int> m_heads;  // a power of two of them
};

// The distinct attributes that a compiled policy looks at, numbered. Immutable after compile.
class AttributeTable {
 public:
  // The first so many are remembered within a request; others are looked up each time.
  static constexpr int kRemembered = 64;

  // The slot of the attribute, made if there is none.
  int add(const Attribute& attribute);
  // Slots that others need to be computed: `user` its sources, `device.os` the User-Agent.
  void setIdentity(const std::vector<IdentitySource>& sources);

  [[nodiscard]] const Attribute& attribute(int slot) const {
    return m_attributes[static_cast<std::size_t>(slot)];
  }
  [[nodiscard]] int size() const { return static_cast<int>(m_attributes.size()); }
  [[nodiscard]] const std::vector<int>& identitySlots() const { return m_identity; }
  [[nodiscard]] const NameTable& headers() const { return m_headers; }
  [[nodiscard]] const NameTable& cookies() const { return m_cookies; }
  [[nodiscard]] const NameTable& queries() const { return m_queries; }
  // Remembered slots of one kind, as bits.
  [[nodiscard]] std::uint64_t slotsOf(Attribute::Kind kind) const {
    return m_masks[static_cast<std::size_t>(kind)];
  }
  // The slot of the header that overrides or feeds a computed attribute; kNone where the policy has none.
  [[nodiscard]] int regionHeader() const { return m_regionHeader; }
  [[nodiscard]] int userAgent() const { return m_userAgent; }
  [[nodiscard]] int deviceHeader(Attribute::Kind kind) const;

 private:
  void addSourcesOf(Attribute::Kind kind);

  std::vector<Attribute> m_attributes;  // header names in lower case
  std::vector<std::uint64_t> m_masks = std::vector<std::uint64_t>(13, 0);
  NameTable m_headers{true};
  NameTable m_cookies{false};
  NameTable m_queries{false};
  std::vector<int> m_identity;
  int m_regionHeader = NameTable::kNone;
  int m_userAgent = NameTable::kNone;
  int m_deviceHeaders[3] = {NameTable::kNone, NameTable::kNone, NameTable::kNone};
};

}  // namespace halftone::policy
