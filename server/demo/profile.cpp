// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/profile.h"

#include <array>

namespace halftone::demo {

namespace {

// Shares of the groups, in percent of all users.
constexpr int kBetaPercent = 2;
constexpr int kStagingPercent = 4;
constexpr int kOfficePercent = 2;
constexpr int kPremiumPercent = 3;

constexpr std::array kRegions{"Beijing", "Shanghai", "Guangzhou", "Chengdu", "Hangzhou", "Singapore"};

constexpr std::array kAgents{
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/16.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/15.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 11; SM-T500) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/115.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 "
    "Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
};

int draw(std::mt19937& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}

bool chance(std::mt19937& random, int percent) {
  return draw(random, 0, 99) < percent;
}

template <typename Array>
const char* pick(std::mt19937& random, const Array& items) {
  return items[static_cast<std::size_t>(draw(random, 0, static_cast<int>(items.size()) - 1))];
}

}  // namespace

Profile drawProfile(std::mt19937& random) {
  Profile profile;
  const bool staging = chance(random, kStagingPercent);
  profile.user = std::to_string(staging ? draw(random, 1000, 1999) : draw(random, 100'000, 9'999'999));
  const bool office = chance(random, kOfficePercent);
  profile.address = office ? "192.168.10." + std::to_string(draw(random, 2, 250))
                           : "10." + std::to_string(draw(random, 0, 255)) + "." +
                                 std::to_string(draw(random, 0, 255)) + "." +
                                 std::to_string(draw(random, 2, 250));
  profile.region = pick(random, kRegions);
  profile.userAgent = pick(random, kAgents);
  profile.beta = chance(random, kBetaPercent);
  profile.premium = chance(random, kPremiumPercent);
  return profile;
}

std::vector<std::pair<std::string, std::string>> Profile::fields() const {
  std::vector<std::pair<std::string, std::string>> fields{
      {"User-Agent", userAgent},
      {"X-User-ID", user},
      {"X-Forwarded-For", address},
      {"X-Region", region},
      {"Cookie", std::string("uid=") + user + "; user-type=" + (premium ? "premium" : "free")},
  };
  if (beta) fields.emplace_back("X-App-Version", "beta");
  return fields;
}

}  // namespace halftone::demo
