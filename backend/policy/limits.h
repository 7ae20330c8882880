// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a policy may ask of the engine. A policy over a limit is refused with the limit's name; the names in
// messages are these without the "k" ("maxRules"). The size of the document is codec's `kMaxPolicyBytes`.
namespace halftone::policy {

inline constexpr int kMaxVersions = 64;  // one bit each in `Availability`
inline constexpr int kMaxRules = 10000;
inline constexpr int kMaxNesting = 8;         // `any` and `not` around each other
inline constexpr int kMaxConditions = 50000;  // in the whole policy, nested ones included
inline constexpr int kMaxNameBytes = 256;     // names of services, versions, rules, headers, cookies ...
inline constexpr int kMaxRegexBytes = 16384;  // one pattern
inline constexpr int kMaxTrafficItems = 64;   // in each list of `traffic`
inline constexpr int kMaxFieldBytes = 4096;   // the value of a header field that `traffic` sets
// What all patterns together may compile to, in RE2's instructions: bounds time and memory of a compile,
// since "((a{99}){9}){9}" is short only as text.
inline constexpr int kMaxRegexInstructions = 400000;

}  // namespace halftone::policy
