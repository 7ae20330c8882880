// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QMap>
#include <QString>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "app/recording/flight.h"

namespace halftone::app {

// Consul and the roles as they stood at one moment of a flight: what a console would be told if it asked
// then. A value without socket or clock: it is told what happened.
class FlightWorld {
 public:
  struct Reply {
    int status = 404;
    quint64 index = 1;  // rises when what the path gives may be another
    QByteArray body;
  };
  struct Role {
    bool isOpen = false;
    std::vector<QByteArray> frames;    // what who connects now must be sent, to know what the others know
    QHash<QString, QByteArray> pages;  // by path
  };

  // `events` of the whole flight name the roles.
  explicit FlightWorld(const std::vector<FlightEvent>& events);

  // As before the first event.
  void clear();
  void apply(const FlightEvent& event);
  // Where a role's admin port is in the replay, instead of `admin` as recorded.
  void setAddress(const QString& admin, const QString& address) { m_addresses[admin] = address; }
  [[nodiscard]] const QMap<QString, Role>& roles() const { return m_roles; }
  // What Consul's API answers to a GET.
  [[nodiscard]] Reply get(const QString& path, const QString& query) const;
  // And to a transaction: only of reads, since the past cannot be changed.
  [[nodiscard]] Reply transact(const QByteArray& operations) const;

 private:
  struct Body {
    QByteArray text;
    quint64 index = 0;
  };
  struct Key {
    quint64 index = 0;
    QByteArray entry;  // as JSON
  };

  void applyKeys(const QByteArray& text);
  [[nodiscard]] Reply keys(const QString& path, const QString& query) const;
  [[nodiscard]] Reply checks(const QString& state) const;
  [[nodiscard]] Reply node(const QString& name, bool onlyChecks) const;
  [[nodiscard]] nlohmann::json withAddresses(nlohmann::json value) const;
  [[nodiscard]] QByteArray addressed(const QByteArray& body) const;

  QMap<QString, Role> m_roles;  // by admin address as recorded
  QHash<QString, QString> m_addresses;
  QHash<QString, Body> m_bodies;  // by path
  std::map<QByteArray, Key> m_keys;
  quint64 m_index = 1;
  quint64 m_keysIndex = 1;
};

}  // namespace halftone::app
