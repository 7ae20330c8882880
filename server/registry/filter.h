// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "backend/base/result.h"
#include "server/registry/jsonreader.h"

namespace halftone::registry {

// What a filter is applied to: it decides which selectors exist.
enum class FilterOf { Node, CatalogService, NodeService, HealthService, Check, AgentService };

inline constexpr std::size_t kMaxFilterBytes = 8 * 1024;

// A boolean expression of ?filter=, compiled once and applied to the JSON that would be sent. Copies share
// the expression. Without one it matches everything.
class Filter {
 public:
  struct Expression;
  Filter() = default;
  // The error's message is what follows Consul's "Failed to create boolean expression evaluator: ".
  [[nodiscard]] static Result<Filter> compile(FilterOf what, std::string_view text);
  [[nodiscard]] bool matches(const Json& item) const;

 private:
  std::shared_ptr<const Expression> m_root;
};

}  // namespace halftone::registry
