// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// JSON text as a tree that keeps what a careful reader needs and nlohmann's values drop: the order of keys,
// keys that come twice, and numbers as they were written.
namespace halftone::codec {

struct JsonNode {
  enum class Kind { Null, Boolean, Number, String, Array, Object };
  Kind kind = Kind::Null;
  bool boolean = false;
  std::string text;                     // String: its value; Number: as written
  std::optional<std::int64_t> integer;  // Number: if it is an integer of 64 bits
  std::vector<JsonNode> items;          // Array
  struct Member;
  std::vector<Member> members;        // Object, in the text's order
  std::vector<std::string> repeated;  // Object: keys that came again (only the first is in members)

  JsonNode();
  JsonNode(JsonNode&&) noexcept;
  JsonNode& operator=(JsonNode&&) noexcept;
  ~JsonNode();

  [[nodiscard]] const JsonNode* find(std::string_view key) const;
  [[nodiscard]] std::string_view kindName() const;  // "a string", for messages
};

struct JsonNode::Member {
  std::string key;
  JsonNode value;
};

inline constexpr std::size_t kMaxJsonDepth = 64;

// Where and why the text is no JSON: "line 3, column 14: ...".
struct JsonProblem {
  std::size_t line = 1;    // from 1
  std::size_t column = 1;  // from 1, in characters
  std::string message;
  [[nodiscard]] std::string toString() const;
};

// The tree, or nothing with the problem. Text that is nested too deeply is a problem too.
[[nodiscard]] std::optional<JsonNode> parseJson(std::string_view text, JsonProblem& problem);

// The number times 100 if that is an integer within 32 bits, exactly, from its decimal text ("33.33", "1e1").
[[nodiscard]] std::optional<int> hundredthsOf(std::string_view number);

}  // namespace halftone::codec
