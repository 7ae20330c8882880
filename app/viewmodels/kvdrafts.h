// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <map>
#include <optional>

#include "backend/base/result.h"
#include "backend/consul/client.h"
#include "backend/store/drafts.h"

namespace halftone::app {

// An edited value that was not saved, and what it began from.
struct KvDraft {
  consul::KvEntry base;
  QString text;
};

// What was edited and not saved of one cluster's keys: for all windows, and on disk for another run of the
// console. GUI thread.
class KvDrafts {
 public:
  KvDrafts(const QString& folder, const QString& cluster);

  // Kept here even where it cannot be written, which is the error.
  Result<void> keep(const KvDraft& draft);
  void forget(const QString& key);
  // Nothing if there is none that can be read.
  [[nodiscard]] std::optional<KvDraft> find(const QString& key) const;

 private:
  store::Drafts m_disk;
  std::string m_cluster;
  std::map<QString, KvDraft> m_drafts;
};

}  // namespace halftone::app
