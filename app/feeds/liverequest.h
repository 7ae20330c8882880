// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backend/base/result.h"
#include "backend/policy/model.h"
#include "backend/policy/request.h"

namespace halftone::app {

// One request that live traffic really had. Owns what policy::Request views.
struct LiveRequest {
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string client;  // address, empty if unknown
  std::string region;
  std::string version;  // that answered it
  std::string title;    // for lists: "GET /chat user=42"
  std::string time;     // as the proxy wrote it, ascending in its answer; empty if it did not
  friend bool operator==(const LiveRequest&, const LiveRequest&) = default;

  // `fields` keeps the views; both must outlive the request.
  [[nodiscard]] policy::Request view(std::vector<Field>& fields) const;
};
using LiveRequests = std::shared_ptr<const std::vector<LiveRequest>>;

// So many are kept of a service.
inline constexpr std::size_t kMaxLiveRequests = 40'000;

// The samples of a proxy's answer to /v1/samples: {"samples":[{time, method, target, headers, client,
// version}]}; Protocol error for anything else. At most kMaxLiveRequests.
[[nodiscard]] Result<std::vector<LiveRequest>> readSamples(const QByteArray& json);
// The newest kMaxLiveRequests, the oldest first; those of one time stay as they are.
[[nodiscard]] std::vector<LiveRequest> newestOf(std::vector<LiveRequest> requests);
// The user of a request by the policy's identity (but of a JWT); empty if it has none.
[[nodiscard]] QString userOf(const LiveRequest& request, const policy::Policy& policy);
// What a session's upgrade must have looked like: its user where the policy looks for one first.
[[nodiscard]] LiveRequest requestOfUser(const std::string& user, const policy::Policy& policy);

// Names of headers are the same in any case (RFC 9110, section 5.1).
[[nodiscard]] bool sameHeader(const std::string& a, const QString& b);
// The value of a header by its name in any case, the first where there are several; empty if there is none.
[[nodiscard]] QString headerOf(const LiveRequest& request, const QString& name);
// "a=1; b=2" of Cookie, and the pairs of the query, in order.
[[nodiscard]] QList<std::pair<QString, QString>> cookiesOf(const LiveRequest& request);
[[nodiscard]] QList<std::pair<QString, QString>> queryOf(const LiveRequest& request);
// The first value of that name; empty if there is none.
[[nodiscard]] QString firstOf(const QList<std::pair<QString, QString>>& pairs, const QString& name);

}  // namespace halftone::app
