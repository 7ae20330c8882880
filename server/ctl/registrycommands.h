// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "server/ctl/commandline.h"

namespace halftone::ctl {

// What halftonectl reads and writes in Consul itself: catalog services and instances, kv get and put.
[[nodiscard]] std::span<const Command> registryCommands();

}  // namespace halftone::ctl
