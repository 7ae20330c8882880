// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "backend/base/result.h"

namespace halftone::proxy {

// What Consul said last of a service, as a file, so that a proxy can start while Consul is away. A value.
struct SavedRouting {
  std::string service;
  std::string policy;  // its text, one that compiled; "" if there was none
  std::uint64_t policyIndex = 0;
  std::uint64_t policyRevision = 0;
  std::string instances;  // the body of /v1/health/service; "" if there was none
};

// NotFound without a file; Invalid, with the place, if it is none of ours, is damaged, or is of another
// service; TooLarge over 128 MiB.
[[nodiscard]] Result<SavedRouting> readSavedRouting(const std::string& path, const std::string& service);

// Replaces the file in one step: a reader, or a crash, finds the old one or the new one.
[[nodiscard]] Result<void> writeSavedRouting(const std::string& path, const SavedRouting& saved);

}  // namespace halftone::proxy
