// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "backend/base/result.h"
#include "backend/store/policystore.h"

namespace halftone::store {

// What an operator has changed and not yet published: the policy as edited, and the one it was made from.
struct Draft {
  std::string cluster;  // the console's name of it
  std::string service;
  std::string savedAt;  // UTC, RFC 3339; set by save()
  StoredPolicy base;
  std::string text;  // the edited policy; need not be valid
  // The policies that undo and redo come to, the nearest last; those farthest away may be left out.
  std::vector<std::string> undo{};
  std::vector<std::string> redo{};
  friend bool operator==(const Draft&, const Draft&) = default;
};

// Drafts on disk, a file for each cluster and service: written whole and renamed into place, readable by
// their owner only, so that a crash leaves the former one or the new one. Any thread; each call is a read or
// a write.
class Drafts {
 public:
  static constexpr std::size_t kMaxSteps = 100;            // of undo, and as many of redo
  static constexpr std::size_t kMaxStepBytes = 1'000'000;  // of all texts of undo, and as many of redo

  explicit Drafts(QString folder);

  [[nodiscard]] Result<void> save(Draft draft) const;
  // NotFound if there is none. A file that is no draft is an error and stays for a person to look at.
  [[nodiscard]] Result<Draft> load(const std::string& cluster, const std::string& service) const;
  // Nothing to do if there is none.
  [[nodiscard]] Result<void> remove(const std::string& cluster, const std::string& service) const;
  // The services of a cluster that have one, sorted.
  [[nodiscard]] std::vector<std::string> services(const std::string& cluster) const;

 private:
  [[nodiscard]] QString clusterFolder(const std::string& cluster) const;
  [[nodiscard]] QString fileOf(const std::string& cluster, const std::string& service) const;

  QString m_folder;
};

}  // namespace halftone::store
