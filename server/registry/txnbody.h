// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"
#include "server/registry/model.h"

namespace halftone::registry {

// One operation of a transaction. Which record counts, `of` says.
struct TxnOp {
  enum class Of { Nothing, Key, Node, Service, Check };
  Of of = Of::Nothing;
  std::string verb;
  KvEntry entry;    // Key
  Index index = 0;  // Key: what a compare-and-set expects
  Node node;        // Node
  Service service;  // Service; its node too
  Check check;      // Check
};

inline constexpr std::size_t kMaxTxnOps = 64;
inline constexpr std::size_t kMaxTxnBytes = 512 * 1024;
inline constexpr std::size_t kMaxTxnValueBytes = 512 * 1024;

[[nodiscard]] Result<std::vector<TxnOp>> readTxn(std::string_view body);

}  // namespace halftone::registry
