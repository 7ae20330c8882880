// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/registry/statestore.h"

// How the store's tables change: each step leaves its opposite in the undo list. For the store's own files.
namespace halftone::registry {

template <typename Map>
void StateStore::put(Map& map, const typename Map::key_type& key, typename Map::mapped_type value) {
  const auto at = map.find(key);
  if (at == map.end()) {
    map.emplace(key, std::move(value));
    m_undo.emplace_back([&map, key] { map.erase(key); });
    return;
  }
  m_undo.emplace_back([&map, key, old = std::move(at->second)] { map[key] = old; });
  at->second = std::move(value);
}

template <typename Map>
void StateStore::erase(Map& map, const typename Map::key_type& key) {
  const auto at = map.find(key);
  if (at == map.end()) return;
  m_undo.emplace_back([&map, key, old = std::move(at->second)] { map[key] = old; });
  map.erase(at);
}

template <typename Map, typename Item>
void StateStore::link(Map& map, const typename Map::key_type& key, const Item& item) {
  if (!map[key].insert(item).second) return;
  m_undo.emplace_back([&map, key, item] {
    const auto at = map.find(key);
    if (at == map.end()) return;
    at->second.erase(item);
    if (at->second.empty()) map.erase(at);
  });
}

template <typename Map, typename Item>
void StateStore::unlink(Map& map, const typename Map::key_type& key, const Item& item) {
  const auto at = map.find(key);
  if (at == map.end() || at->second.erase(item) == 0) return;
  if (at->second.empty()) map.erase(at);
  m_undo.emplace_back([&map, key, item] { map[key].insert(item); });
}

}  // namespace halftone::registry
