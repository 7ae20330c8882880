// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/jsonreader.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "backend/codec/boundedjson.h"
#include "server/registry/duration.h"

namespace halftone::registry {

namespace {

constexpr std::string_view kJsonSpace = " \t\r\n";

std::string_view typeName(const Json& value) {
  if (value.is_string()) return "string";
  if (value.is_boolean()) return "bool";
  if (value.is_array()) return "array";
  if (value.is_object()) return "object";
  return "number";
}

}  // namespace

Result<Json> parseBody(std::string_view text) {
  const auto bad = [](std::string why) { return fail(ErrorCode::Invalid, {}, std::move(why)); };
  const std::size_t first = text.find_first_not_of(kJsonSpace);
  if (first == std::string_view::npos) return bad("EOF");
  if (codec::nestsDeeper(text, kMaxJsonDepth)) return bad("json: exceeded max depth");
  std::istringstream stream{std::string(text)};
  Json value;
  try {
    stream >> value;  // reads one value and leaves the rest
  } catch (const nlohmann::json::parse_error& error) {
    if (error.byte >= text.size() &&
        std::string_view(error.what()).find("end of input") != std::string_view::npos) {
      return bad("unexpected EOF");
    }
    const std::size_t at = error.byte > 0 && error.byte <= text.size() ? error.byte - 1 : first;
    return bad(std::string("invalid character '") + text[at] + "' " +
               (at == first ? "looking for beginning of value" : "in JSON"));
  } catch (const nlohmann::json::exception&) {
    return bad("number out of range");
  }
  return value;
}

bool JsonReader::refuse(std::string message) {
  if (m_error.empty()) m_error = message.empty() ? "invalid" : std::move(message);
  return false;
}

bool JsonReader::wrongType(const Json& value, std::string_view name, std::string_view wanted) {
  std::string what(typeName(value));
  if (value.is_number() && wanted != "string") what += " " + dump(value);
  const std::string where =
      name.empty() ? "value of type " : "struct field ." + std::string(name) + " of type ";
  return refuse("json: cannot unmarshal " + what + " into Go " + where + std::string(wanted));
}

bool JsonReader::integer(const Json& value, const std::string& name, int& out) {
  if (!value.is_number_integer()) return wrongType(value, name, "int");
  const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= std::numeric_limits<int>::max()
                                               : value.get<std::int64_t>() >= std::numeric_limits<int>::min();
  if (!fits) return wrongType(value, name, "int");
  out = value.get<int>();
  return true;
}

bool JsonReader::unsignedInteger(const Json& value, const std::string& name, std::uint64_t& out) {
  if (!value.is_number_unsigned()) return wrongType(value, name, "uint64");
  out = value.get<std::uint64_t>();
  return true;
}

bool JsonReader::duration(const Json& value, const std::string& name, std::chrono::nanoseconds& out) {
  if (value.is_number()) {
    const double number = value.get<double>();
    constexpr double kMost = 9e18;
    if (!(number > -kMost && number < kMost)) return wrongType(value, name, "time.Duration");
    out = std::chrono::nanoseconds(static_cast<std::int64_t>(number));
    return true;
  }
  if (!value.is_string()) return wrongType(value, name, "time.Duration");
  const std::string& text = value.get_ref<const std::string&>();
  if (text.empty()) return true;
  const auto parsed = parseDuration(text);
  if (!parsed) return refuse(parsed.error().message);
  out = *parsed;
  return true;
}

bool JsonReader::field(const Json& value, const std::string& name, const Target& target) {
  if (value.is_null()) return true;
  if (const auto* out = std::get_if<std::string*>(&target)) {
    if (!value.is_string()) return wrongType(value, name, "string");
    **out = value.get<std::string>();
    return true;
  }
  if (const auto* out = std::get_if<bool*>(&target)) {
    if (!value.is_boolean()) return wrongType(value, name, "bool");
    **out = value.get<bool>();
    return true;
  }
  if (const auto* out = std::get_if<int*>(&target)) return integer(value, name, **out);
  if (const auto* out = std::get_if<std::uint64_t*>(&target)) return unsignedInteger(value, name, **out);
  if (const auto* out = std::get_if<DurationTarget>(&target)) return duration(value, name, *out->value);
  if (const auto* out = std::get_if<std::vector<std::string>*>(&target)) {
    if (!value.is_array()) return wrongType(value, name, "[]string");
    (*out)->clear();
    return array(value, name, [&](const Json& item, JsonReader& reader) {
      return reader.field(item, name, &(*out)->emplace_back());
    });
  }
  if (const auto* out = std::get_if<TextMap*>(&target)) {
    if (!value.is_object()) return wrongType(value, name, "map[string]string");
    for (const auto& [key, item] : value.items()) {
      if (!field(item, name, &(**out)[key])) return false;
    }
    return true;
  }
  if (const auto* out = std::get_if<std::map<std::string, std::vector<std::string>>*>(&target)) {
    if (!value.is_object()) return wrongType(value, name, "map[string][]string");
    for (const auto& [key, item] : value.items()) {
      if (!field(item, name, &(**out)[key])) return false;
    }
    return true;
  }
  return std::get<ReadValue>(target)(value, *this);
}

bool JsonReader::object(const Json& value, std::string_view path, std::initializer_list<JsonField> fields) {
  if (!isOk()) return false;
  if (value.is_null()) return true;
  if (!value.is_object()) {
    const std::string name(path.substr(0, path.empty() ? 0 : path.size() - 1));
    return wrongType(value, name, "struct");
  }
  for (const auto& [key, item] : value.items()) {
    const JsonField* known = nullptr;
    for (const JsonField& candidate : fields) {
      if (sameName(candidate.name, key)) known = &candidate;
    }
    if (known == nullptr) {
      if (m_unknown == Unknown::Ignore) continue;
      return refuse("json: unknown field \"" + key + "\"");
    }
    if (!field(item, std::string(path) + std::string(known->name), known->target)) return false;
  }
  return true;
}

bool JsonReader::array(const Json& value, std::string_view name, const ReadValue& each) {
  if (!isOk()) return false;
  if (value.is_null()) return true;
  if (!value.is_array()) return wrongType(value, name, "[]struct");
  for (const Json& item : value) {
    if (!each(item, *this)) return false;
  }
  return true;
}

bool sameName(std::string_view a, std::string_view b) {
  return a.size() == b.size() && foldCase(a) == foldCase(b);
}

std::string dump(const Json& value, bool pretty) {
  return value.dump(pretty ? 4 : -1, ' ', false, Json::error_handler_t::replace);
}

Json parseObject(const std::string& text) {
  if (text.empty()) return Json::object();
  Json value = Json::parse(text, nullptr, false);
  return value.is_object() ? value : Json::object();
}

}  // namespace halftone::registry
