// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "app/feeds/demostate.h"

namespace halftone::app {

// What the chat nodes of one service say that they count and inject, by version: resumes of sessions and
// faults. A value without socket or clock.
class NodeTally {
 public:
  static constexpr std::size_t kMaxNodes = 64;

  struct Resumes {
    std::uint64_t resumed = 0;  // rooms of which everything missed came
    std::uint64_t refused = 0;  // rooms of which something did not, and tokens that were not good
  };
  struct Node {
    std::string admin;
    QString version;
  };

  // The instances of an answer of /v1/health/service that have an admin port and a version. What was counted
  // of one that is still the same goes on.
  void setInstances(const QByteArray& body);
  [[nodiscard]] const std::map<QString, Node>& nodes() const { return m_nodes; }  // by the instance's id
  // A node's page /metrics; false if it has no such counters. The node must be there.
  bool takeMetrics(const QString& id, const QByteArray& page);
  // A node's answer to /v1/faults: what its version injects, if that is other than before (what is there at
  // first is no change). The node must be there.
  [[nodiscard]] std::optional<DemoFaults> takeFaults(const QString& id, const QByteArray& body);
  // What was counted since the last call, by version.
  [[nodiscard]] std::map<QString, Resumes> takeResumes();

 private:
  std::map<QString, Node> m_nodes;
  std::map<QString, Resumes> m_last;  // by the instance's id
  std::map<QString, Resumes> m_resumes;
  std::map<QString, DemoFaults> m_faults;  // by version
};

// The counters of sessions on a chat node's page of metrics; nothing if they are not on it.
[[nodiscard]] std::optional<NodeTally::Resumes> readResumes(const QByteArray& page);
// As the label of a mark has it: percent of errors, milliseconds.
[[nodiscard]] QString detailOf(const DemoFaults& faults);

}  // namespace halftone::app
