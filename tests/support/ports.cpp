// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ports.h"

#include <QRandomGenerator>
#include <QTcpServer>
#include <algorithm>

namespace halftone::test {

std::vector<quint16> freePorts(std::size_t count) {
  std::vector<quint16> ports;
  for (int attempt = 0; attempt < 1'000 && ports.size() < count; ++attempt) {
    const auto port = static_cast<quint16>(QRandomGenerator::system()->bounded(15'000, 32'000));
    QTcpServer probe;
    const bool isNew = std::find(ports.begin(), ports.end(), port) == ports.end();
    if (isNew && probe.listen(QHostAddress::LocalHost, port)) ports.push_back(port);
  }
  return ports;
}

}  // namespace halftone::test
