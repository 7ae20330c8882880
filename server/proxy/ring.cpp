// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/ring.h"

#include <algorithm>

namespace halftone::proxy {

namespace {

constexpr std::uint64_t kPointsOfWeightOne = 128;
constexpr std::uint64_t kMaxPoints = 1U << 18;

// FNV-1a, 64 bits: the same in every process, so that each proxy sends a key to the same instance.
std::uint64_t hashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

// By how many halvings the points fit. It depends on all members, but changes only where their sum doubles.
unsigned halvingsFor(const std::vector<HashRing::Member>& members) {
  std::uint64_t total = 0;
  for (const HashRing::Member& member : members)
    total += kPointsOfWeightOne * static_cast<std::uint64_t>(member.weight);
  unsigned halvings = 0;
  while (total >> halvings > kMaxPoints) ++halvings;
  return halvings;
}

}  // namespace

HashRing::HashRing(const std::vector<Member>& members) {
  const unsigned halvings = halvingsFor(members);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::uint64_t points =
        kPointsOfWeightOne * static_cast<std::uint64_t>(members[i].weight) >> halvings;
    const std::uint64_t seed = hashOf(members[i].name);
    for (std::uint64_t point = 0; point < std::max<std::uint64_t>(points, 1); ++point)
      m_points.push_back({mixed(seed + mixed(point + 1)), static_cast<std::uint32_t>(i)});
  }
  std::sort(m_points.begin(), m_points.end(),
            [](const Point& a, const Point& b) { return a.at != b.at ? a.at < b.at : a.member < b.member; });
}

std::size_t HashRing::placeOf(std::uint64_t key) const {
  const auto found = std::lower_bound(m_points.begin(), m_points.end(), mixed(key),
                                      [](const Point& point, std::uint64_t at) { return point.at < at; });
  return found == m_points.end() ? 0 : static_cast<std::size_t>(found - m_points.begin());
}

}  // namespace halftone::proxy
