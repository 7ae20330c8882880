// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/childprocess.h"
#include "tests/support/registryundertest.h"

namespace halftone::test {

// The embedded registry, `halftone-server registry` of HALFTONE_BIN_DIR, with its data in a folder of its own
// that outlives restarts.
class RegistryProcess : public RegistryUnderTest {
 public:
  [[nodiscard]] bool start() override;
  [[nodiscard]] QUrl url() const override { return m_url; }
  void stop() override { m_process.terminate(); }
  [[nodiscard]] bool restart() override;
  [[nodiscard]] ChildProcess& process() override { return m_process; }

 private:
  [[nodiscard]] bool startAt(const QString& listen);

  QTemporaryDir m_data;
  QUrl m_url;
  ChildProcess m_process;
};

}  // namespace halftone::test
