// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace halftone::demo {

// Who a virtual user is: what the rules of a policy can see of it.
struct Profile {
  std::string user;     // decimal; 1000 to 1999 are the staging users of the demo's policy
  std::string address;  // of the client, told by X-Forwarded-For
  std::string region;
  std::string userAgent;
  bool beta = false;  // runs the beta app
  bool premium = false;

  // The headers of each of its requests, Host aside.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> fields() const;
};

// Draws people as a service would meet them: most plain, some of each group that a rule picks.
[[nodiscard]] Profile drawProfile(std::mt19937& random);

}  // namespace halftone::demo
