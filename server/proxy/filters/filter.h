// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backend/policy/routetable.h"
#include "server/net/httphead.h"

// What may be done to a request before the policy decides, and to its answer: small filters in a row, each a
// file of its own. A service without any has an empty row and pays one comparison. What is done to requests
// of a version (headeredit.h, prefixrewrite.h, mirror.h) needs no row: there the version's settings say all.
namespace halftone::proxy::filters {

// The proxy answers itself.
struct OwnAnswer {
  int status = 0;
  std::string why;
  std::string fields;  // whole lines of its head
};

// What filters leave for the rest of the request's life. Owned by its exchange, reused.
struct Notes {
  std::vector<std::pair<std::string, std::string>> claims;  // of a verified token
  std::vector<policy::Claim> claimViews;
  std::string origin;  // that may read the answer; empty: none

  void clear() {
    claims.clear();
    claimViews.clear();
    origin.clear();
  }
};

struct Context {
  const net::RequestHead& head;
  policy::Request& request;  // to be decided: claims may be added, viewing `notes`
  const policy::RouteTable& table;
  std::chrono::steady_clock::time_point now;
  bool isUpgrade = false;
  Notes& notes;
};

// State of one worker; its thread.
class Filter {
 public:
  virtual ~Filter() = default;
  // An answer ends the request here.
  [[nodiscard]] virtual std::optional<OwnAnswer> before(Context& context) = 0;
  // The instance's answer, on its way to the client. Views must live as long as the filter and the notes.
  virtual void editAnswer(net::FieldList&, const Notes&) const {}
};

using Chain = std::vector<std::shared_ptr<Filter>>;

}  // namespace halftone::proxy::filters
