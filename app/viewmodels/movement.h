// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "backend/policy/model.h"

namespace halftone::app {

// Which part of the buckets (basis points) moves from one version to another when a split becomes another:
// (from, to) -> basis points, only true moves. By policy.md, point 4: consecutive ranges in the order of the
// list. Both splits must hash by the same key and salt, else everybody may move.
[[nodiscard]] std::map<std::pair<std::string, std::string>, int> movement(
    const std::vector<policy::Share>& before, const std::vector<policy::Share>& after);

}  // namespace halftone::app
