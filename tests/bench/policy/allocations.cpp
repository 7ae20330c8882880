// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/policy/allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

// A file of its own: where the compiler sees a replaced operator inlined into its callers, it warns of malloc
// and delete that do not belong together.
namespace {

std::atomic<std::uint64_t> counted{0};

}  // namespace

void* operator new(std::size_t bytes) {
  counted.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(bytes)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*bytes*/) noexcept {
  std::free(memory);
}

namespace halftone::bench {

std::uint64_t allocations() {
  return counted.load(std::memory_order_relaxed);
}

}  // namespace halftone::bench
