// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVariantMap>

namespace halftone::app {

class FlowRates;
class TrafficFeed;

inline constexpr int kMaxDrawnInstances = 60;  // those that want a look first; the catalog has all

// How traffic flows through a service, from gateways by versions to instances, as
// OverviewViewModel::topology() has it. A version is unwell from `threshold` percent of errors on (NaN:
// none). GUI thread.
[[nodiscard]] QVariantMap topologyOf(const TrafficFeed& traffic, const QString& service,
                                     const FlowRates& rates, double threshold);

}  // namespace halftone::app
