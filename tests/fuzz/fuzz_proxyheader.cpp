// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/net/proxyheader.h"

using namespace halftone::net;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// No crash; nothing is waited for beyond the limit; and what comes in two parts ends as what comes in one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const ProxyHeader whole = parseProxyHeader(bytes);
  if (whole.status == ProxyHeader::Status::NeedMore) require(size < kMaxProxyHeaderBytes);
  if (whole.status == ProxyHeader::Status::Complete) require(whole.used > 0 && whole.used <= size);
  if (whole.client) require(!whole.client->host().empty());
  const ProxyHeader half = parseProxyHeader(bytes.substr(0, size / 2));
  if (half.status != ProxyHeader::Status::NeedMore) {
    require(half.status == whole.status && half.used == whole.used);
  }
  return 0;
}
