// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "server/ctl/commandline.h"

namespace halftone::ctl {

// What halftonectl does with policies in files: check, decide, compare, schema.
[[nodiscard]] std::span<const Command> policyCommands();

}  // namespace halftone::ctl
