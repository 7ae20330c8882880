// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "backend/store/presence.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

class ConsulConnection;

// Who edits which policy, live from Consul; ourselves too. GUI thread.
class EditorsFeed : public QObject {
  Q_OBJECT
 public:
  explicit EditorsFeed(const ConsulConnection& connection, QObject* parent = nullptr);
  ~EditorsFeed() override;
  void start();
  [[nodiscard]] const std::vector<store::Editor>& editors() const { return m_editors; }

 signals:
  void changed();

 private:
  std::unique_ptr<consul::Watch> m_watch;
  std::vector<store::Editor> m_editors;
};

}  // namespace halftone::app
