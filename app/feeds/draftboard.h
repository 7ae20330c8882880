// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <memory>

#include "backend/policy/model.h"

namespace halftone::app {

// What the operator wants to be different and has not published yet, by service: Traffic pages put it here,
// other pages look at it. GUI thread.
class DraftBoard : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  // Null: the service has no draft, or nothing in it differs from what is in force.
  void put(const QString& service, std::shared_ptr<const policy::Policy> draft);
  [[nodiscard]] std::shared_ptr<const policy::Policy> draft(const QString& service) const;

 signals:
  void changed(const QString& service);

 private:
  std::map<QString, std::shared_ptr<const policy::Policy>> m_drafts;
};

}  // namespace halftone::app
