// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "server/net/websocketframe.h"

namespace ws = halftone::net::ws;
using Kind = ws::Reader::Event::Kind;

namespace {

std::vector<std::string> read(const std::string& bytes, std::size_t piece, bool requireMask,
                              bool allowDeflate) {
  ws::Reader reader({1000, 2000, requireMask, allowDeflate});
  std::vector<std::string> events;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    std::string part = bytes.substr(at, piece);
    reader.feed(part.data(), part.size());
    for (;;) {
      const ws::Reader::Event event = reader.next();
      if (event.kind == Kind::NeedMore) break;
      if (event.payload.size() > 2000) std::abort();
      if (event.kind == Kind::Message && !event.binary && !ws::isValidUtf8(event.payload)) std::abort();
      events.push_back(std::to_string(static_cast<int>(event.kind)) + "/" + std::to_string(event.code) + "/" +
                       std::string(event.payload));
      if (event.kind == Kind::Failed) return events;
    }
  }
  return events;
}

}  // namespace

// The same events however the bytes are cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const bool requireMask : {true, false}) {
    for (const bool allowDeflate : {true, false}) {
      const auto whole = read(bytes, std::max<std::size_t>(1, size), requireMask, allowDeflate);
      if (read(bytes, 1, requireMask, allowDeflate) != whole) std::abort();
      if (read(bytes, 5, requireMask, allowDeflate) != whole) std::abort();
    }
  }
  return 0;
}
