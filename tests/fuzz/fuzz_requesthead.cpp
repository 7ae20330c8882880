// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/net/httphead.h"
#include "server/net/websocketframe.h"

using namespace halftone::net;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool isInside(std::string_view view, std::string_view bytes) {
  return view.empty() ||
         (view.data() >= bytes.data() && view.data() + view.size() <= bytes.data() + bytes.size());
}

}  // namespace

// Whatever comes: no crash, views inside the input, and the same result for what comes in two parts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  RequestHead head;
  const HeadParse whole = parseRequestHead(bytes, head);
  if (whole.status == HeadStatus::NeedMore) require(size < kMaxHeadBytes);
  if (whole.status == HeadStatus::Bad) require(whole.answer >= 400 && *whole.why != '\0');
  if (whole.status == HeadStatus::Complete) {
    require(whole.used <= size && whole.used > 0);
    require(isInside(head.method, bytes) && isInside(head.target, bytes));
    for (const halftone::Field& field : head.fields.all()) {
      require(isInside(field.name, bytes) && isInside(field.value, bytes));
      require(field.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
    }
    require(head.target.find(' ') == std::string_view::npos);
    (void)effectiveHost(head);
    (void)pathAndQuery(head);
    (void)ws::checkHandshake(head);
  }
  const std::size_t cut = size / 2;
  const HeadParse first = parseRequestHead(bytes.substr(0, cut), head);
  if (first.status == HeadStatus::NeedMore) {
    const HeadParse second = parseRequestHead(bytes, head, cut);
    require(second.status == whole.status && second.used == whole.used && second.answer == whole.answer);
  } else {
    require(first.status == whole.status && first.used == whole.used && first.answer == whole.answer);
  }
  return 0;
}
