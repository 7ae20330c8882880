// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <memory>

#include "tests/support/childprocess.h"

namespace halftone::test {

// Something that speaks Consul's HTTP API, in a process of its own: the real one or the embedded registry, so
// that one test can run against both.
class RegistryUnderTest {
 public:
  virtual ~RegistryUnderTest() = default;
  // Starts it and waits until it answers and takes writes. Once, before all else; false: it did not, see
  // the test's output.
  [[nodiscard]] virtual bool start() = 0;
  // http://127.0.0.1:PORT; the same after a restart.
  [[nodiscard]] virtual QUrl url() const = 0;
  // Ends it in an orderly way.
  virtual void stop() = 0;
  // Starts it again at the same address, after stopping it if it runs. Real Consul runs in development mode
  // and has forgotten all, its index too.
  [[nodiscard]] virtual bool restart() = 0;
  [[nodiscard]] virtual ChildProcess& process() = 0;
};

// The real Consul, or with HALFTONE_TEST_REGISTRY=embedded our own registry. CMake: halftone_test_embedded().
[[nodiscard]] std::unique_ptr<RegistryUnderTest> chosenRegistry();

}  // namespace halftone::test
