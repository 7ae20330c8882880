// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/murmur3.h"

#include <bit>

#include "backend/policy/routetable.h"

namespace halftone::policy {

namespace {

std::uint32_t scramble(std::uint32_t block) {
  return std::rotl(block * 0xcc9e2d51U, 15) * 0x1b873593U;
}

std::uint32_t absorb(std::uint32_t hash, std::uint32_t block) {
  return std::rotl(hash ^ scramble(block), 13) * 5 + 0xe6546b64U;
}

// Little endian by definition, whatever the machine.
std::uint32_t blockAt(const char* bytes) {
  const auto byte = [bytes](int i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
  };
  return byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
}

}  // namespace

void Murmur3::add(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size() && (m_length & 3U) != 0) {
    m_tail |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at++])) << (8 * (m_length & 3U));
    if ((++m_length & 3U) == 0) {
      m_hash = absorb(m_hash, m_tail);
      m_tail = 0;
    }
  }
  for (; at + 4 <= bytes.size(); at += 4) {
    m_hash = absorb(m_hash, blockAt(bytes.data() + at));
    m_length += 4;
  }
  for (; at < bytes.size(); ++at, ++m_length)
    m_tail |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at])) << (8 * (m_length & 3U));
}

std::uint32_t Murmur3::finish() const {
  std::uint32_t hash = m_hash;
  if ((m_length & 3U) != 0) hash ^= scramble(m_tail);
  hash ^= m_length;
  hash = (hash ^ (hash >> 16)) * 0x85ebca6bU;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35U;
  return hash ^ (hash >> 16);
}

std::uint32_t murmur3x86_32(std::string_view bytes, std::uint32_t seed) {
  Murmur3 hash;
  hash.m_hash = seed;
  return hash.finishWith(bytes);
}

int bucketOf(std::string_view salt, std::string_view key) {
  Murmur3 hash;
  hash.add(salt);
  hash.add(":");
  return hash.bucketOf(key);
}

}  // namespace halftone::policy
