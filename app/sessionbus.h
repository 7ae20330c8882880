// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <optional>

namespace halftone::app {

// The desktop's session bus, if there is one: asked for without an address, libdbus would start one.
[[nodiscard]] std::optional<QDBusConnection> sessionBus();

}  // namespace halftone::app
