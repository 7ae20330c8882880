// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "backend/policy/request.h"

namespace halftone::test {

// Just enough of MaxMind DB file format 2.0 to make a tiny database: a binary tree over IPv6 with records of
// 24 bits, IPv4 at ::/96 as MaxMind's own files have it.
class DatabaseWriter {
 public:
  void add(const std::string& block, const std::string& entry) {
    const policy::Cidr cidr = *policy::Cidr::parse(block);
    std::array<std::uint8_t, 16> bytes = cidr.network.bytes;
    if (cidr.network.isV4()) bytes[10] = bytes[11] = 0;
    std::size_t node = 0;
    for (int bit = 0; bit < cidr.prefixBits; ++bit) {
      const std::size_t side = bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8) & 1U;
      if (bit + 1 == cidr.prefixBits) {
        m_nodes[node][side] = -1 - static_cast<long>(m_data.size());
        break;
      }
      if (m_nodes[node][side] <= 0) {
        m_nodes.push_back({0, 0});
        m_nodes[node][side] = static_cast<long>(m_nodes.size()) - 1;
      }
      node = static_cast<std::size_t>(m_nodes[node][side]);
    }
    m_data += entry;
  }
  [[nodiscard]] QByteArray write() const {
    std::string out;
    const long count = static_cast<long>(m_nodes.size());
    for (const auto& node : m_nodes)
      for (const long record : node) {
        const long value = record == 0 ? count : record > 0 ? record : count + 16 + (-1 - record);
        for (int shift = 16; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
      }
    out += std::string(16, '\0') + m_data + "\xab\xcd\xefMaxMind.com";
    out += map(9) + text("binary_format_major_version") + number(5, 2) + text("binary_format_minor_version") +
           number(5, 0) + text("build_epoch") + number(9, 1) + text("database_type") + text("Halftone-Test") +
           text("description") + map(0) + text("ip_version") + number(5, 6) + text("languages") +
           std::string("\x00\x04", 2) + text("node_count") + number(6, static_cast<unsigned>(count)) +
           text("record_size") + number(5, 24);
    return QByteArray::fromStdString(out);
  }
  static std::string map(int pairs) { return std::string(1, static_cast<char>(7 << 5 | pairs)); }
  static std::string text(const std::string& value) {
    return std::string(1, static_cast<char>(2 << 5 | static_cast<int>(value.size()))) + value;
  }
  // Types 5 and 6 are unsigned of 16 and 32 bits, 9 of 64, written here with 4 bytes at most.
  static std::string number(int type, unsigned value) {
    std::string digits;
    for (; value > 0; value >>= 8) digits.insert(digits.begin(), static_cast<char>(value & 0xff));
    if (type > 7)
      return std::string(1, static_cast<char>(digits.size())) + static_cast<char>(type - 7) + digits;
    return std::string(1, static_cast<char>(type << 5 | static_cast<int>(digits.size()))) + digits;
  }
  static std::string list(const std::string& item) { return std::string("\x01\x04", 2) + item; }
  static std::string named(const std::string& name) {
    return map(1) + text("names") + map(1) + text("en") + text(name);
  }

 private:
  std::vector<std::array<long, 2>> m_nodes{{0, 0}};
  std::string m_data;
};

}  // namespace halftone::test
