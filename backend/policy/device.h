// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace halftone::policy {

// What a User-Agent says of the device (policy.md, point 7). A value without allocation.
struct Device {
  std::string_view type = "other";  // phone, tablet, desktop, bot, other
  std::string_view os = "other";    // iOS, Android, Windows, macOS, Linux, other
  // Of the system, dots between the parts ("16_4" is 16.4): its first parts up to 31 bytes. Empty: not told.
  // Windows gives its NT version ("10.0" for 10 and 11), which is all that browsers tell.
  [[nodiscard]] std::string_view osVersion() const { return {m_version.data(), m_versionSize}; }

  [[nodiscard]] static Device ofUserAgent(std::string_view userAgent);

 private:
  void takeVersion(std::string_view text);

  std::array<char, 31> m_version{};
  unsigned char m_versionSize = 0;
};

}  // namespace halftone::policy
