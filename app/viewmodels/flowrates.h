// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <deque>
#include <map>
#include <utility>

namespace halftone::app {

// Requests a second through the parts of a service, all over the same ten seconds, so that what flows into a
// part is what flows out of it. A value; it is told the counters each second.
class FlowRates {
 public:
  static constexpr qint64 kWindowMs = 10'000;
  using Gateway = std::pair<QString, QString>;  // proxy's node, version

  // Requests since each proxy's start.
  struct Counters {
    std::map<QString, quint64> instances;  // by id, of all proxies together
    std::map<Gateway, quint64> gateways;
  };

  // `ms`: of a clock that does not jump. A moment that was told already is not taken again.
  void take(qint64 ms, Counters counters);
  void clear() { m_moments.clear(); }
  // 0 while fewer than two moments are known. A counter that fell, since its proxy began anew, counts from
  // there.
  [[nodiscard]] double ofInstance(const QString& id) const;
  [[nodiscard]] double ofGateway(const QString& node, const QString& version) const;

 private:
  struct Moment {
    qint64 ms = 0;
    Counters counters;
  };
  template <typename Key>
  [[nodiscard]] double rate(std::map<Key, quint64> Counters::*counters, const Key& key) const;

  std::deque<Moment> m_moments;  // the newest last
};

}  // namespace halftone::app
