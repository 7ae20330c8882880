// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "backend/base/result.h"
#include "server/registry/model.h"

// Bodies of requests, read as Go's encoding/json reads them into a struct: field names without regard to
// case, null is absent, wrong types and (mostly) unknown fields refused, with Go's words as the error.
namespace halftone::registry {

using Json = nlohmann::ordered_json;

inline constexpr std::size_t kMaxJsonDepth = 64;

// The first JSON value of the text; what follows it is ignored, as Go's stream decoder does. Errors: "EOF"
// (nothing there), "unexpected EOF", "invalid character ...".
[[nodiscard]] Result<Json> parseBody(std::string_view text);

class JsonReader;
// Reads a nested value with the reader it is given; false once that reader has failed.
using ReadValue = std::function<bool(const Json& value, JsonReader& reader)>;

// A Go duration: a string ("10s") or a number of nanoseconds.
struct DurationTarget {
  std::chrono::nanoseconds* value;
};
using Target = std::variant<std::string*, bool*, int*, std::uint64_t*, std::vector<std::string>*, TextMap*,
                            std::map<std::string, std::vector<std::string>>*, DurationTarget, ReadValue>;

struct JsonField {
  std::string_view name;
  Target target;
};

// Reads one body. Remembers the first error and then refuses everything.
class JsonReader {
 public:
  enum class Unknown { Refuse, Ignore };
  explicit JsonReader(Unknown unknown = Unknown::Refuse) : m_unknown(unknown) {}

  // Reads an object's fields into their targets. `path` names the object in errors: "" or "Check.".
  bool object(const Json& value, std::string_view path, std::initializer_list<JsonField> fields);
  // Calls `each` for the elements of an array.
  bool array(const Json& value, std::string_view name, const ReadValue& each);
  // Remembers an error; gives false.
  bool refuse(std::string message);

  [[nodiscard]] bool isOk() const { return m_error.empty(); }
  [[nodiscard]] const std::string& error() const { return m_error; }

 private:
  bool field(const Json& value, const std::string& name, const Target& target);
  bool wrongType(const Json& value, std::string_view name, std::string_view wanted);
  bool integer(const Json& value, const std::string& name, int& out);
  bool unsignedInteger(const Json& value, const std::string& name, std::uint64_t& out);
  bool duration(const Json& value, const std::string& name, std::chrono::nanoseconds& out);

  Unknown m_unknown;
  std::string m_error;
};

[[nodiscard]] bool sameName(std::string_view a, std::string_view b);  // ASCII, without case
// Text that is no UTF-8 is repaired, so that this never fails.
[[nodiscard]] std::string dump(const Json& value, bool pretty = false);
// "" gives an empty object.
[[nodiscard]] Json parseObject(const std::string& text);

}  // namespace halftone::registry
