// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "app/feeds/catalogfeed.h"
#include "app/viewmodels/recordmodel.h"

// How services, instances and checks become rows of the catalog's lists. Pure functions of what the feed
// knows.
namespace halftone::app {

// How many instances of a service are in which state; maintenance counts as warning.
struct HealthCounts {
  int passing = 0;
  int warning = 0;
  int critical = 0;
  void add(consul::CheckState state);
  [[nodiscard]] int all() const { return passing + warning + critical; }
};
[[nodiscard]] HealthCounts countHealth(const std::vector<consul::Instance>& instances);

// ok, warn, bad, pause or unknown: the kinds of StateMark.
[[nodiscard]] QString stateKind(StateHistory::State state);
[[nodiscard]] QString stateName(StateHistory::State state);
// The worst of a service: bad only if nothing of it is left to serve.
[[nodiscard]] QString serviceKind(const HealthCounts& counts);

// "3 passing, 1 critical", or that there are no instances.
[[nodiscard]] QString healthText(const HealthCounts& counts);

// The version of an instance by its meta, empty if it has none.
[[nodiscard]] QString versionOf(const consul::Instance& instance);
// What the filter searches: service, tag, version, node, state, and addresses.
[[nodiscard]] std::string catalogSearchText(const CatalogService& service);
[[nodiscard]] QStringList catalogFilterFields();

[[nodiscard]] QStringList serviceRoles();
[[nodiscard]] RecordModel::Record serviceRecord(const CatalogService& service);

[[nodiscard]] QStringList nodeRoles();
// `state` is the worst of the node's own checks.
[[nodiscard]] RecordModel::Record nodeRecord(const consul::Node& node, consul::CheckState state);
// What the filter searches of a node: its name (as service), meta, and address.
[[nodiscard]] std::string nodeSearchText(const consul::Node& node);

[[nodiscard]] QStringList catalogRowRoles();
// The row id of an instance: its node, a slash, its id.
[[nodiscard]] QString instanceRow(const consul::Instance& instance);
// At most so many instances of one service are shown.
inline constexpr std::size_t kMaxInstanceRows = 1000;
// Heading, instance and check rows; `open` holds the row ids of the instances that show checks. Headings are
// the versions, or of a node the services.
enum class Grouping { Version, Service };
[[nodiscard]] std::vector<RecordModel::Record> catalogRows(const std::vector<consul::Instance>& instances,
                                                           Grouping grouping, const CatalogFeed& feed,
                                                           const QSet<QString>& open, qint64 nowMs);

}  // namespace halftone::app
