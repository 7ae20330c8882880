// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "server/ctl/commandline.h"

namespace halftone::ctl {

// What halftonectl does with policies in Consul: get, put, history, rollback, diff. Each runs an event loop
// of its own.
[[nodiscard]] std::span<const Command> storeCommands();

}  // namespace halftone::ctl
