// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace halftone::test {

// Removes what tests leave in a registry: keys, services, checks, nodes, sessions, config entries. False if
// something stays.
[[nodiscard]] bool cleanRegistry(const QUrl& url);

}  // namespace halftone::test
