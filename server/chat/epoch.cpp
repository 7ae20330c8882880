// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/epoch.h"

#include <QRandomGenerator>
#include <array>
#include <cstdio>

namespace halftone::chat {

std::string newEpoch() {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx",
                static_cast<unsigned long long>(QRandomGenerator::system()->generate64()));
  return text.data();
}

}  // namespace halftone::chat
