// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace halftone::chat {

// Runs the role until it is told to stop; gives the exit code (server/role/role.h).
int run(const QStringList& arguments);

}  // namespace halftone::chat
