// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace halftone::proxy {

// Consistent hashing (Karger et al., 1997): each member has points on a circle, by its name and weight alone,
// and a key belongs to the next point. A member that comes or goes moves only its own share of the keys.
// Immutable.
class HashRing {
 public:
  struct Member {
    std::string_view name;
    int weight = 1;  // > 0
  };
  explicit HashRing(const std::vector<Member>& members);

  // The place of the key on the circle, to be walked from by nextAfter(); only where there are members.
  [[nodiscard]] std::size_t placeOf(std::uint64_t key) const;
  [[nodiscard]] std::size_t memberAt(std::size_t place) const { return m_points[place].member; }
  [[nodiscard]] std::size_t nextAfter(std::size_t place) const {
    return place + 1 == m_points.size() ? 0 : place + 1;
  }
  [[nodiscard]] std::size_t size() const { return m_points.size(); }

 private:
  struct Point {
    std::uint64_t at;
    std::uint32_t member;
  };
  std::vector<Point> m_points;
};

// The finalizer of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

}  // namespace halftone::proxy
