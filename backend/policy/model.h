// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/base/basispoints.h"
#include "backend/policy/traffic.h"

// The traffic policy as plain values, in the words of its JSON form. Reading and writing that form is
// `backend/codec`; what it means is `compile.h` and `routetable.h`.
namespace halftone::policy {

// One thing that the reader, `validate` or `lint` has to say of a policy.
struct Finding {
  std::string pointer;  // JSON pointer (RFC 6901) of the place, "" for the whole document
  std::string message;
  friend bool operator==(const Finding&, const Finding&) = default;
};

// What a condition looks at.
struct Attribute {
  enum class Kind {
    Header,
    Cookie,
    Query,
    Path,
    Method,
    Host,
    User,
    Ip,
    Region,
    DeviceType,
    DeviceOs,
    DeviceOsVersion,
    JwtClaim,
  };
  Kind kind = Kind::Path;
  std::string name;  // of the header, cookie, query parameter or claim; else empty
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

enum class Operator { Is, Prefix, Suffix, Contains, Matches, Range, AtLeast, Below, In, Percent, Exists };

struct Condition {
  enum class Kind { Test, Any, Not };
  Kind kind = Kind::Test;
  // Test:
  Attribute attribute;
  Operator op = Operator::Exists;
  std::vector<std::string> values;  // Is, In: one or more; Prefix ... Below: exactly one
  std::int64_t low = 0;             // Range, inclusive
  std::int64_t high = 0;
  BasisPoints percent;  // Percent
  bool exists = true;   // Exists
  // Any: its alternatives; Not: the one denied.
  std::vector<Condition> children;
  friend bool operator==(const Condition&, const Condition&) = default;
};

// Where the key comes from that a split hashes.
struct StickyKey {
  enum class Kind { User, Ip, Header, Cookie, Query, Session, None };
  Kind kind = Kind::User;
  std::string name;  // Header, Cookie, Query
  friend bool operator==(const StickyKey&, const StickyKey&) = default;
};

struct Share {
  std::string version;
  BasisPoints weight;
  friend bool operator==(const Share&, const Share&) = default;
};

struct Rule {
  std::string name;
  bool enabled = true;
  std::vector<Condition> when;
  std::vector<Share> split;  // order matters: policy.md, point 4
  std::optional<std::string> salt;
  std::optional<StickyKey> stickBy;
  friend bool operator==(const Rule&, const Rule&) = default;
};

enum class Balance { RoundRobin, LeastConn, Hash, Random };

struct Version {
  std::map<std::string, std::string> select;  // label -> value, a trailing '*' is a prefix
  Balance balance = Balance::RoundRobin;
  Traffic traffic{};
  friend bool operator==(const Version&, const Version&) = default;
};

enum class WhenUnavailable { Stable, Fail };

// A source of the user's identity.
struct IdentitySource {
  enum class Kind { Header, Query, Cookie, JwtClaim };
  Kind kind = Kind::Header;
  std::string name;
  friend bool operator==(const IdentitySource&, const IdentitySource&) = default;
};

struct DefaultRule {
  std::vector<Share> split;
  StickyKey stickBy;
  std::optional<std::string> salt;
  friend bool operator==(const DefaultRule&, const DefaultRule&) = default;
};

struct Policy {
  std::string service;
  std::optional<std::string> salt;  // without it, the service's name
  std::vector<IdentitySource> identity = {{IdentitySource::Kind::Header, "X-User-ID"}};
  std::vector<std::pair<std::string, Version>> versions;  // in the document's order
  std::string stable;
  WhenUnavailable whenUnavailable = WhenUnavailable::Stable;
  std::vector<Rule> rules;
  DefaultRule defaultRule;
  Traffic traffic{};  // of all versions, where a version has nothing of its own

  [[nodiscard]] const std::string& effectiveSalt() const { return salt ? *salt : service; }
  friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace halftone::policy
