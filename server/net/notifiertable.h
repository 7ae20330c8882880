// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSocketNotifier>
#include <array>
#include <cstdint>
#include <vector>

namespace halftone::net {

// A descriptor's watches are numbered, so that an event taken for an earlier one can be told; 31 bits.
[[nodiscard]] constexpr std::uint32_t nextGeneration(std::uint32_t generation) {
  return (generation + 1) & 0x7fff'ffff;
}

// Qt's socket notifiers of one thread, by descriptor, and what the epoll set knows about them
// (level-triggered). Changes of interest are applied lazily, since a QTcpSocket toggles its write notifier
// with each buffered write; the change to none is applied at once, since the number may be closed and
// reused before the next turn.
class NotifierTable {
 public:
  // The value that an event of this descriptor shall carry.
  using TagOf = std::uint64_t (*)(int fd, std::uint32_t generation);

  NotifierTable(int epoll, TagOf tagOf) : m_epoll(epoll), m_tagOf(tagOf) {}

  void add(QSocketNotifier* notifier);
  void remove(QSocketNotifier* notifier);
  // Brings the epoll set up to date. Call before waiting.
  void apply();

  // The notifier of this type, if the descriptor is still the one that the generation was of.
  [[nodiscard]] QSocketNotifier* find(int fd, std::uint32_t generation, QSocketNotifier::Type type) const;

  // Descriptors that epoll refuses because they never block (plain files, /dev/null).
  [[nodiscard]] const std::vector<int>& alwaysReady() const { return m_alwaysReady; }
  [[nodiscard]] std::uint32_t generation(int fd) const {
    return m_entries[static_cast<std::size_t>(fd)].generation;
  }

 private:
  struct Entry {
    std::array<QSocketNotifier*, 3> byType{};  // index: QSocketNotifier::Type
    std::uint32_t generation = 0;
    std::uint32_t applied = 0;  // the mask in the epoll set; 0: not in it
    bool isDirty = false;
    bool isAlwaysReady = false;
  };
  void applyOne(int fd);
  void drop(int fd);

  int m_epoll;
  TagOf m_tagOf;
  std::vector<Entry> m_entries;
  std::vector<int> m_dirty;
  std::vector<int> m_alwaysReady;
};

}  // namespace halftone::net
