// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

// What the benchmarks of the console measure themselves by.
namespace halftone::bench {

// Milliseconds since this process was started, its loading included; good to 10 ms (the kernel's ticks).
[[nodiscard]] double millisecondsSinceStart();

// CPU seconds of the whole process so far, all threads, user and system.
[[nodiscard]] double cpuSeconds();

[[nodiscard]] double rssMegabytes();

// The value below which this share of the sorted values lies; 0 of none.
[[nodiscard]] double at(const std::vector<double>& sorted, double share);

}  // namespace halftone::bench
