// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/chat/moveorder.h"
#include "server/chat/redisbackplane.h"
#include "server/chat/rememberedhead.h"

// What an operator orders, what another node passes on, what was kept of a request: whatever is accepted
// keeps its limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace halftone::chat;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto move = readMoveOrder(text)) {
    if (!(move->where.share > 0) || move->where.share > 1) std::abort();
    if (move->where.sessions.size() > SessionFilter::kMaxSessions || !(move->perSecond > 0)) std::abort();
  }
  if (const auto kick = readKickOrder(text)) {
    if (!kick->where.namesSomebody() || kick->code < 4000 || kick->code > 4999) std::abort();
  }
  (void)readStateOrder(text);
  (void)readPassing(text);
  RecalledHead head;
  if (head.read(text)) (void)head.request();
  return 0;
}
