// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "backend/policy/routetable.h"

namespace halftone::chat {

// Which policy is in force, as a proxy tells it too (resources/docs/streams.md).
struct PolicyState {
  std::uint64_t index = 0;
  std::uint64_t revision = 0;
  std::string state = "absent";  // ok, absent, refused, stale
  std::string error = "there is no policy yet";
};

// The policy in force and who is there to serve it. Immutable; made by the main thread, used by the data
// thread.
struct PolicySnapshot {
  std::shared_ptr<const policy::RouteTable> table;  // null: there is none
  policy::Availability available;
  int own = policy::Decision::kNoVersion;  // the policy's version that this node belongs to
  PolicyState state;
};

// How the open sessions of a node stand to the policy: weights are flow, sessions are stock.
struct Drift {
  struct Version {
    std::string name;
    int wanted = 0;            // its weight in the policy's default split, in basis points
    std::uint64_t placed = 0;  // open sessions here that today's policy would place on it
  };
  PolicyState policy;
  std::string own;
  std::vector<Version> versions;  // in the policy's order; empty: there is no policy
  std::uint64_t open = 0;
  std::uint64_t misplaced = 0;  // would be placed on another version than this node's
  std::uint64_t unplaced = 0;   // not known: the head was too long, no version serves it, or not yet counted
};

void appendDrift(std::string& out, const Drift& drift);

}  // namespace halftone::chat
