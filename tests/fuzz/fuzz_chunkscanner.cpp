// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/net/httphead.h"

using halftone::net::ChunkScanner;

namespace {

struct Scan {
  ChunkScanner::Status status = ChunkScanner::Status::NeedMore;
  std::string payload;
  std::size_t used = 0;
  friend bool operator==(const Scan&, const Scan&) = default;
};

Scan scan(std::string_view bytes, std::size_t piece) {
  ChunkScanner scanner;
  Scan result;
  while (!bytes.empty() && result.status == ChunkScanner::Status::NeedMore) {
    const ChunkScanner::Step step = scanner.step(bytes.substr(0, piece));
    if (step.used == 0 && step.status == ChunkScanner::Status::NeedMore) std::abort();
    if (step.payload.size() > step.used) std::abort();
    result.status = step.status;
    result.payload += step.payload;
    result.used += step.used;
    bytes.remove_prefix(step.used);
  }
  return result;
}

}  // namespace

// The same result however the body is cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Scan whole = scan(bytes, size);
  if (!(scan(bytes, 1) == whole) || !(scan(bytes, 7) == whole)) std::abort();
  return 0;
}
