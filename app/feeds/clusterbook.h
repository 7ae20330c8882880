// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "app/feeds/cluster.h"

class QSettings;

namespace halftone::app {

// The clusters that the operator has named, in the settings; tokens are not among them. GUI thread.
class ClusterBook {
 public:
  static constexpr int kMaxClusters = 100;

  explicit ClusterBook(QSettings* settings) : m_settings(settings) {}

  // Sorted by name.
  [[nodiscard]] QList<Cluster> clusters() const;
  [[nodiscard]] std::optional<Cluster> find(const QString& name) const;
  // The first with one of these addresses, however they are written.
  [[nodiscard]] std::optional<Cluster> findByAddress(const QStringList& addresses) const;
  // Adds it, or replaces the one called `former`. Invalid if the name is empty or taken.
  [[nodiscard]] Result<void> save(const Cluster& cluster, const QString& former);
  void remove(const QString& name);
  // The one that was in front last; empty if none.
  [[nodiscard]] QString last() const;
  void setLast(const QString& name);

 private:
  void write(const QList<Cluster>& clusters);

  QSettings* m_settings;
};

}  // namespace halftone::app
