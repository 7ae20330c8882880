// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <vector>

namespace halftone::test {

// Ports of 127.0.0.1 on which nobody listens, all different; for programs that must be told theirs. Below
// those that the system gives to outgoing connections: under the load of other tests one of these would often
// be taken before the program listens, or before it listens again. Fewer than asked for if there are no more.
[[nodiscard]] std::vector<quint16> freePorts(std::size_t count);
[[nodiscard]] inline quint16 freePort() {
  const std::vector<quint16> ports = freePorts(1);
  return ports.empty() ? quint16{0} : ports.front();
}

}  // namespace halftone::test
