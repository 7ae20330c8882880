// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "backend/policy/attributetable.h"
#include "backend/policy/device.h"
#include "backend/policy/request.h"

namespace halftone::policy {

// One request as the compiled policy looks at it: attributes are found when first asked for, the lists of
// headers, cookies and parameters walked at most once each. Lives on the stack of one decision; allocates
// only for requests beyond what a gateway lets in (see kScratchBytes).
class RequestView {
 public:
  RequestView(const AttributeTable& table, const Request& request) : m_table(table), m_request(request) {}
  RequestView(const RequestView&) = delete;
  RequestView& operator=(const RequestView&) = delete;

  // The attribute's value; false: it is absent. The view lives as long as this and the request.
  [[nodiscard]] bool get(int slot, std::string_view& value) {
    if (slot >= AttributeTable::kRemembered) return compute(slot, value);
    const std::uint64_t bit = std::uint64_t{1} << slot;
    if ((m_known & bit) == 0) load(slot);
    value = std::string_view(m_values[slot].data, m_values[slot].size);
    return (m_present & bit) != 0;
  }
  [[nodiscard]] const std::optional<Address>& client() const { return m_request.client; }
  [[nodiscard]] const Request& request() const { return m_request; }

  // For the index: walks the list once; `present` are the remembered slots that have a value.
  [[nodiscard]] std::uint64_t presentHeaders();
  [[nodiscard]] std::uint64_t presentCookies();
  [[nodiscard]] std::uint64_t presentQueries();
  // Calls `use(slot)` for each slot beyond the remembered ones that the request names; maybe more than once.
  template <typename Use>
  void forEachUnremembered(Attribute::Kind kind, Use use);

 private:
  // A joined or decoded value is no longer than what it was made from, so a head of 64 KB always fits.
  static constexpr std::size_t kScratchBytes = 66 * 1024;
  struct View {
    const char* data;
    std::size_t size;
  };

  void load(int slot);
  [[nodiscard]] bool compute(int slot, std::string_view& value);
  void remember(int slot, std::string_view value);
  [[nodiscard]] bool findHeader(std::string_view name, std::string_view& value);
  [[nodiscard]] bool findCookie(std::string_view name, std::string_view& value) const;
  [[nodiscard]] bool findQuery(std::string_view name, std::string_view& value);
  [[nodiscard]] bool findClaim(std::string_view name, std::string_view& value) const;
  [[nodiscard]] bool findHost(std::string_view& value);
  [[nodiscard]] bool findUser(std::string_view& value);
  [[nodiscard]] bool findAddress(std::string_view& value);
  [[nodiscard]] bool findRegion(std::string_view& value);
  [[nodiscard]] bool findDevice(Attribute::Kind kind, std::string_view& value);
  [[nodiscard]] std::string_view joined(std::string_view name, std::size_t firstField);
  [[nodiscard]] std::string_view decoded(std::string_view raw);
  void walkHeaders();
  void walkCookies();
  void walkQueries();
  template <typename Use>
  void forEachCookie(Use use) const;
  template <typename Use>
  void forEachParameter(Use use);
  void splitTarget();
  char* scratch(std::size_t bytes);

  const AttributeTable& m_table;
  const Request& m_request;
  std::uint64_t m_known = 0;
  std::uint64_t m_present = 0;
  bool m_splitTarget = false;
  bool m_knowsDevice = false;
  std::size_t m_scratchUsed = 0;
  std::string_view m_path;
  std::string_view m_query;
  std::string_view m_authority;
  Device m_device;
  std::unique_ptr<std::deque<std::string>> m_spill;
  // Deliberately not initialized: bits and sizes above say what counts.
  std::array<View, AttributeTable::kRemembered> m_values;
  std::array<char, kScratchBytes> m_scratch;
};

template <typename Use>
void RequestView::forEachCookie(Use use) const {
  for (const Field& field : m_request.fields) {
    constexpr std::string_view kCookie = "cookie";
    if (field.name.size() != kCookie.size() || (field.name[0] | 0x20) != 'c') continue;
    bool same = true;
    for (std::size_t i = 1; i < kCookie.size(); ++i) same = same && (field.name[i] | 0x20) == kCookie[i];
    if (!same) continue;
    // RFC 6265 section 4.2.1, read leniently: parts between semicolons, a part without "=" is no cookie.
    const char* at = field.value.data();
    const char* const end = at + field.value.size();
    while (at < end) {
      while (at < end && (*at == ' ' || *at == '\t' || *at == ';')) ++at;
      const char* const name = at;
      while (at < end && *at != '=' && *at != ';') ++at;
      if (at == end || *at == ';') continue;
      const char* nameEnd = at++;
      while (nameEnd > name && (nameEnd[-1] == ' ' || nameEnd[-1] == '\t')) --nameEnd;
      while (at < end && (*at == ' ' || *at == '\t')) ++at;
      const char* const value = at;
      while (at < end && *at != ';') ++at;
      const char* valueEnd = at;
      while (valueEnd > value && (valueEnd[-1] == ' ' || valueEnd[-1] == '\t')) --valueEnd;
      if (use(std::string_view(name, static_cast<std::size_t>(nameEnd - name)),
              std::string_view(value, static_cast<std::size_t>(valueEnd - value))))
        return;
    }
  }
}

template <typename Use>
void RequestView::forEachParameter(Use use) {
  splitTarget();
  const char* at = m_query.data();
  const char* const end = at + m_query.size();
  while (at < end) {
    const char* const name = at;
    bool encodedName = false;
    while (at < end && *at != '=' && *at != '&') {
      encodedName |= *at == '%' || *at == '+';
      ++at;
    }
    const char* const nameEnd = at;
    if (at < end && *at == '=') ++at;
    const char* const value = at;
    bool encodedValue = false;
    while (at < end && *at != '&') {
      encodedValue |= *at == '%' || *at == '+';
      ++at;
    }
    const char* const valueEnd = at;
    if (at < end) ++at;
    if (valueEnd == name) continue;  // nothing between two "&"
    std::string_view key(name, static_cast<std::size_t>(nameEnd - name));
    if (encodedName) key = decoded(key);
    if (use(key, std::string_view(value, static_cast<std::size_t>(valueEnd - value)), encodedValue)) return;
  }
}

template <typename Use>
void RequestView::forEachUnremembered(Attribute::Kind kind, Use use) {
  const auto offer = [&use](int slot) {
    if (slot >= AttributeTable::kRemembered) use(slot);
    return false;
  };
  if (kind == Attribute::Kind::Header)
    for (const Field& field : m_request.fields) offer(m_table.headers().find(field.name));
  if (kind == Attribute::Kind::Cookie)
    forEachCookie(
        [&](std::string_view name, std::string_view) { return offer(m_table.cookies().find(name)); });
  if (kind == Attribute::Kind::Query)
    forEachParameter(
        [&](std::string_view name, std::string_view, bool) { return offer(m_table.queries().find(name)); });
}

}  // namespace halftone::policy
