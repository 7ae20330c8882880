// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

namespace halftone::app {

// Values with commas between them, each in quotes that holds a comma, a quote or outer space; and back.
[[nodiscard]] QString joinValues(const std::vector<std::string>& values);
[[nodiscard]] std::vector<std::string> splitValues(const QString& text);

}  // namespace halftone::app
