// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>

namespace halftone::app {

// Numbers and times as the operator reads them, in the language of now. NaN and what is unknown is a dash.

[[nodiscard]] QString formatCount(quint64 count);                     // 12,400
[[nodiscard]] QString formatRate(double perSecond);                   // 0.25, 15.2, 1,520
[[nodiscard]] QString formatPercent(double share, int decimals = 1);  // of 0 to 1: 29.6 %
[[nodiscard]] QString formatPoints(double difference);                // of shares, in percent points: +1.2
[[nodiscard]] QString formatMilliseconds(double ms);                  // 3.2 ms, 120 ms, 12.3 s
[[nodiscard]] QString formatBytes(quint64 bytes);                     // 20.5 MB
[[nodiscard]] QString formatDuration(qint64 ms);                      // 3 s, 4 min, 2 h 14 min, 3 d 4 h
[[nodiscard]] QString formatAgo(qint64 atMs, qint64 nowMs);           // now, 3 s ago
[[nodiscard]] QString formatTime(qint64 atMs,
                                 qint64 nowMs);  // 14:02:31; with its date if that is another day

}  // namespace halftone::app
