// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <cstdint>
#include <map>
#include <vector>

#include "backend/policy/model.h"

namespace halftone::app {

// Whether each rule sends users where its split says, also those whose split is not on the sliders. A value;
// it looks once a second.
class RuleWatch {
 public:
  // What a rule in force decided lately, by version, and for how few users (see measuredShare). A version
  // that is far from its weight for SplitModel::kAwayLooks looks in a row disagrees.
  void look(const QString& rule, const std::vector<policy::Share>& inForce,
            const std::map<QString, std::uint64_t>& decided, double concentration = 0);
  void clear() { m_rules.clear(); }
  // By rule, what disagrees in words: "v2 is measured at 40.1 %, wanted are 20 %."
  [[nodiscard]] QHash<QString, QString> texts() const;

 private:
  struct Version {
    int away = 0;  // looks in a row
    double measured = 0;
    int wanted = 0;  // basis points
  };
  std::map<QString, std::map<QString, Version>> m_rules;
};

}  // namespace halftone::app
