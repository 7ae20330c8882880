// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace halftone::app {

class ConsulConnection;
class DraftBoard;
class EditorsFeed;
class HealthHistory;
class IdentityFeed;
class KvDrafts;
class OwnPublishes;
class PolicyFeed;
class SampleFeed;
class Session;
class TrafficFeed;
class VersionColors;

// What a view model is built from; all of it outlives the view models. The application owns it.
struct Feeds {
  ConsulConnection* consul = nullptr;
  PolicyFeed* policies = nullptr;
  TrafficFeed* traffic = nullptr;
  VersionColors* colors = nullptr;
  Session* session = nullptr;
  SampleFeed* samples = nullptr;     // null in tests that need no live requests
  IdentityFeed* who = nullptr;       // the operator, for history and audit
  EditorsFeed* editors = nullptr;    // null in tests of other things
  HealthHistory* history = nullptr;  // the health page needs it
  KvDrafts* kvDrafts = nullptr;      // the KV page needs it
  OwnPublishes* own = nullptr;       // null in tests of other things
  DraftBoard* drafts = nullptr;      // null in tests of other things
};

}  // namespace halftone::app
