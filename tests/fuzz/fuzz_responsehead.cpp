// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/net/httphead.h"

using namespace halftone::net;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// The first byte picks the request's method, the rest is the answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<std::string_view, 4> kMethods{"GET", "HEAD", "CONNECT", "POST"};
  if (size == 0) return 0;
  const std::string_view method = kMethods[data[0] % kMethods.size()];
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  ResponseHead head;
  const HeadParse whole = parseResponseHead(bytes, method, head);
  if (whole.status == HeadStatus::NeedMore) require(bytes.size() < kMaxHeadBytes);
  if (whole.status == HeadStatus::Bad) require(whole.answer == 502);
  if (whole.status == HeadStatus::Complete) {
    require(whole.used <= bytes.size() && head.status >= 100 && head.status <= 999);
    if (method == "HEAD") require(head.framing == BodyFraming::None);
    if (head.framing == BodyFraming::UntilClose) require(!head.keepAlive);
  }
  const std::size_t cut = bytes.size() / 2;
  const HeadParse first = parseResponseHead(bytes.substr(0, cut), method, head);
  if (first.status == HeadStatus::NeedMore) {
    const HeadParse second = parseResponseHead(bytes, method, head, cut);
    require(second.status == whole.status && second.used == whole.used);
  } else {
    require(first.status == whole.status && first.used == whole.used);
  }
  return 0;
}
