// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/feeds/sessionsfeed.h"
#include "backend/policy/routetable.h"

namespace halftone::app {

// Where today's policy would place an open session, from what its node tells of the request that opened it:
// the user, and that it was a GET. A condition on anything else may hold or not; two compiled policies bound
// the answer, one in which all such conditions hold and one in which none does. Where both agree the answer
// is sure. Immutable but for setInstances(); GUI thread.
class SessionPlacement {
 public:
  enum class Truth { No, Perhaps, Yes };

  // One rule of the policy up to the first that surely matches.
  struct Step {
    std::string rule;  // "default" at the end
    Truth truth = Truth::No;
    std::vector<const policy::Condition*> unknown;  // conditions that nobody can judge; live as long as this
  };
  struct Verdict {
    std::string version;  // if no unknown condition held; empty: no version, or drawn at random
    std::string rule;     // likewise
    std::optional<int> bucket;
    bool sure = false;      // nothing unknown could lead to another version
    bool fallback = false;  // the version of the split has nobody to serve it
    bool drawn = false;     // the split's key is not known of the session
  };

  // Of a policy's document; nothing if it is none.
  [[nodiscard]] static std::shared_ptr<SessionPlacement> of(const std::string& document);

  // Which versions have somebody in service, and to which version each node belongs.
  void setInstances(const std::map<QString, NodeInstance>& instances);
  // The policy's version that this instance belongs to; empty: none.
  [[nodiscard]] std::string versionOf(const QString& source) const;

  [[nodiscard]] Verdict place(const QString& user) const;
  // Compiles each rule before the one that matches anew: for one session at a time.
  [[nodiscard]] std::vector<Step> steps(const QString& user) const;
  [[nodiscard]] const policy::Policy& policy() const { return m_policy; }
  // The key by which a rule (or "default") splits.
  [[nodiscard]] policy::StickyKey stickyKey(const std::string& rule) const;

 private:
  using Table = std::shared_ptr<const policy::RouteTable>;
  explicit SessionPlacement(policy::Policy policy);

  policy::Policy m_policy;
  Table m_none;  // no unknown condition holds
  Table m_all;   // all of them hold
  policy::Availability m_available;
  std::map<QString, std::string> m_versions;
};

}  // namespace halftone::app
