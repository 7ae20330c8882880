// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

// Policy text of anybody: whatever is accepted compiles, is linted, and reads back equal from its own
// writing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace halftone;
  const auto policy = codec::readPolicy({reinterpret_cast<const char*>(data), size});
  if (!policy) {
    if (policy.error().empty()) std::abort();
    return 0;
  }
  (void)policy::lint(*policy);
  const auto again = codec::readPolicy(codec::writePolicy(*policy));
  if (!again || *again != *policy || !policy::compile(*policy)) std::abort();
  return 0;
}
