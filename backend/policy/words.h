// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/policy/routetable.h"

// The policy in words a person reads, for the console's lists and for explanations.
namespace halftone::policy {

enum class Language { English, Chinese };

// "user from 1000 to 1999"; in Chinese "user 在 1000 到 1999 之间". Names and values stay as they are.
[[nodiscard]] std::string describe(const Condition& condition, Language language);

// One sentence on a rule that was tried: why it matched or what failed and what was seen.
[[nodiscard]] std::string sentence(const TriedRule& tried, const RouteTable& table, Language language);

// One sentence on the decision itself: the version, by which rule and bucket.
[[nodiscard]] std::string sentence(const Decision& decision, const RouteTable& table, Language language);

}  // namespace halftone::policy
