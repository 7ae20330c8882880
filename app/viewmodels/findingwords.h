// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "backend/policy/model.h"

namespace halftone::app {

// What the policy's reader, `validate` or `lint` says (in English), in the language of now. A sentence that
// is not known stays English.
[[nodiscard]] QString findingText(const std::string& message);
// With its place: "/rules/2: can never be reached …"; a rule by its number as the page counts: "Rule 3: …".
[[nodiscard]] QString findingText(const policy::Finding& finding);

}  // namespace halftone::app
