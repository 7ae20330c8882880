// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <utility>

#include "app/feeds/liverequest.h"

namespace halftone::app {

// Names and values of attributes in live traffic, most frequent first.
class LiveValues {
 public:
  static constexpr int kOffered = 200;  // what a list to choose from can hold

  explicit LiveValues(LiveRequests requests) : m_requests(std::move(requests)) {}
  // `kind`: "header:", "cookie:", "query:"; others have no names.
  [[nodiscard]] QStringList names(const QString& kind) const;
  // `attribute` as in policies: "header:X-App", "path", "user" (by the policy's identity).
  [[nodiscard]] QStringList values(const QString& attribute, const policy::Policy& policy,
                                   int limit = kOffered) const;

 private:
  LiveRequests m_requests;
};

}  // namespace halftone::app
