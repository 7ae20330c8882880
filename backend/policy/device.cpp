// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/device.h"

#include <algorithm>
#include <cstring>

#include "backend/policy/ascii.h"

namespace halftone::policy {

namespace {

bool has(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

template <std::size_t N>
bool hasAny(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) { return has(text, word); });
}

// What follows the first occurrence of `mark` that a digit follows, one character ("/", " ", "-") between
// them allowed; empty if there is none.
std::string_view after(std::string_view text, std::string_view mark) {
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    std::string_view rest = text.substr(at + mark.size());
    if (!rest.empty() && (rest[0] == ' ' || rest[0] == '/' || rest[0] == '-')) rest.remove_prefix(1);
    if (!rest.empty() && isDigit(rest[0])) return rest;
  }
  return {};
}

// "bot" that ends a word ("Googlebot/2.1", "AhrefsBot;"), but not the telephones of Cubot.
bool hasBotWord(std::string_view text) {
  for (std::size_t at = 0; at + 3 <= text.size(); ++at) {
    if (lowerAscii(text[at]) != 'b' || lowerAscii(text[at + 1]) != 'o' || lowerAscii(text[at + 2]) != 't')
      continue;
    if (at + 3 < text.size() && (isLetter(text[at + 3]) || text[at + 3] == '_')) continue;
    if (at >= 2 && equalsIgnoringCase(text.substr(at - 2, 2), "cu")) continue;
    return true;
  }
  return false;
}

constexpr std::array<std::string_view, 19> kCrawlers = {"spider",
                                                        "Spider",
                                                        "crawler",
                                                        "Crawler",
                                                        "Slurp",
                                                        "facebookexternalhit",
                                                        "Mediapartners-Google",
                                                        "AdsBot",
                                                        "BingPreview",
                                                        "Google-InspectionTool",
                                                        "GoogleOther",
                                                        "APIs-Google",
                                                        "WhatsApp/",
                                                        "ia_archiver",
                                                        "Lighthouse",
                                                        "Feedfetcher",
                                                        "Google-Read-Aloud",
                                                        "Embedly",
                                                        "Pingdom"};

// What draws on a television or a console, whatever system is below.
constexpr std::array<std::string_view, 13> kScreens = {
    "SmartTV", "SMART-TV", "Smart TV", "SmartHub",    "Web0S",      "webOS",   "BRAVIA",
    "; AFT",   "CrKey",    "Xbox",     "PlayStation", "Android TV", "GoogleTV"};

std::string_view androidType(std::string_view agent) {
  // Google's rule: a browser of a telephone says "Mobile", one of a tablet does not. Programs (Dalvik,
  // okhttp) say neither; most of them run on telephones.
  if (has(agent, "Tablet") || has(agent, "tablet")) return "tablet";
  return has(agent, "Mobile") || !agent.starts_with("Mozilla/") ? "phone" : "tablet";
}

}  // namespace

void Device::takeVersion(std::string_view text) {
  unsigned char size = 0;
  while (size < text.size() && size < m_version.size()) {
    const char c = text[size] == '_' ? '.' : text[size];
    if (!isDigit(c) && (c != '.' || size == 0 || m_version[size - 1U] == '.')) break;
    m_version[size++] = c;
  }
  if (size > 0 && m_version[size - 1U] == '.') --size;
  m_versionSize = size;
}

Device Device::ofUserAgent(std::string_view agent) {
  Device device;
  if (has(agent, "Windows")) {  // first: Windows Phone also names Android and the iPhone
    device.os = "Windows";
    const bool phone = has(agent, "Windows Phone");
    device.type = phone ? "phone" : "desktop";
    std::string_view version = phone ? after(agent, "Windows Phone") : after(agent, "Windows NT");
    if (version.empty()) version = after(agent, phone ? "Windows Phone OS" : "Windows");
    device.takeVersion(version);
  } else if (has(agent, "iPhone") || has(agent, "iPad") || has(agent, "iPod")) {
    device.os = "iOS";
    device.type = has(agent, "iPad") ? "tablet" : "phone";
    std::string_view version = after(agent, "OS");  // "CPU iPhone OS 16_4", "iOS 16.4", "iPadOS 16.4"
    device.takeVersion(version);
  } else if (has(agent, "Android")) {
    device.os = "Android";
    device.type = androidType(agent);
    device.takeVersion(after(agent, "Android"));
  } else if (has(agent, "Macintosh") || has(agent, "Mac OS X") || has(agent, "macOS")) {
    device.os = "macOS";
    device.type = "desktop";
    std::string_view version = after(agent, "Mac OS X");
    if (version.empty()) version = after(agent, "macOS");
    device.takeVersion(version);
  } else if (has(agent, "iOS")) {
    device.os = "iOS";
    device.type = "phone";
    device.takeVersion(after(agent, "iOS"));
  } else if (has(agent, "Linux") || has(agent, "X11; Ubuntu")) {
    device.os = "Linux";
    device.type = has(agent, "X11") || has(agent, "Wayland") ? "desktop" : "other";
  } else if (has(agent, "CrOS")) {
    device.type = "desktop";
  } else if (has(agent, "KAIOS") || has(agent, "Opera Mini") || has(agent, "MIDP")) {
    device.type = "phone";
  }
  if (hasAny(agent, kScreens)) device.type = "other";
  if (hasBotWord(agent) || hasAny(agent, kCrawlers)) device.type = "bot";
  return device;
}

}  // namespace halftone::policy
