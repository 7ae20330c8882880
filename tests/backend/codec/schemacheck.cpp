// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/codec/schemacheck.h"

#include <QRegularExpression>
#include <QString>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

namespace halftone::test {

namespace {

using Json = nlohmann::ordered_json;

struct Place {
  const Json& value;
  const Json& schema;  // the whole one that the keyword stands in
  const Json& root;
};

// Empty if the keyword's argument is satisfied.
using Keyword = std::function<std::string(const Place&, const Json& argument)>;

std::string unless(bool ok, const char* what) {
  return ok ? std::string() : std::string(what);
}

bool hasType(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "number") return value.is_number();
  return type == "integer" && value.is_number_integer();
}

// What a number as wide as the limit is not: compared as text of the same width would be, without rounding.
bool inRange(const Json& value, const Json& limit, bool minimum) {
  if (!value.is_number()) return true;
  if (value.is_number_unsigned() && limit.is_number_integer() && limit.get<std::int64_t>() >= 0) {
    const auto bound = static_cast<std::uint64_t>(limit.get<std::int64_t>());
    return minimum ? value.get<std::uint64_t>() >= bound : value.get<std::uint64_t>() <= bound;
  }
  return minimum ? value.get<double>() >= limit.get<double>() : value.get<double>() <= limit.get<double>();
}

std::string checkProperties(const Place& at) {
  if (!at.value.is_object()) return {};
  static const Json kNone = Json::object();
  const Json& known = at.schema.contains("properties") ? at.schema["properties"] : kNone;
  for (const auto& [key, member] : at.value.items()) {
    const Json* schema = known.contains(key) ? &known[key] : nullptr;
    if (schema == nullptr && at.schema.contains("additionalProperties")) {
      schema = &at.schema["additionalProperties"];
      if (*schema == false) return "additional property " + key;
    }
    if (schema == nullptr) continue;
    if (auto complaint = schemaComplaint(member, *schema, at.root); !complaint.empty())
      return key + ": " + complaint;
  }
  return {};
}

std::string checkItems(const Place& at, const Json& schema) {
  if (!at.value.is_array()) return {};
  for (const Json& item : at.value)
    if (auto complaint = schemaComplaint(item, schema, at.root); !complaint.empty()) return complaint;
  return {};
}

std::string checkOneOf(const Place& at, const Json& alternatives) {
  int matching = 0;
  std::string last;
  for (const Json& schema : alternatives) {
    auto complaint = schemaComplaint(at.value, schema, at.root);
    matching += complaint.empty() ? 1 : 0;
    if (!complaint.empty()) last = std::move(complaint);
  }
  return matching == 1 ? std::string() : "oneOf: " + last;
}

std::size_t lengthOf(const Json& value) {
  return value.is_string() ? static_cast<std::size_t>(QString::fromStdString(value.get<std::string>()).size())
                           : value.size();
}

Keyword size(bool minimum, bool (Json::*is)() const noexcept) {
  return [minimum, is](const Place& at, const Json& limit) {
    const std::size_t bound = limit.get<std::size_t>();
    return unless(!(at.value.*is)() || (minimum ? lengthOf(at.value) >= bound : lengthOf(at.value) <= bound),
                  "size");
  };
}

const std::map<std::string, Keyword>& keywords() {
  const Keyword nothing = [](const Place&, const Json&) { return std::string(); };
  const Keyword properties = [](const Place& at, const Json&) { return checkProperties(at); };
  static const std::map<std::string, Keyword> all = {
      {"$schema", nothing},
      {"title", nothing},
      {"description", nothing},
      {"default", nothing},
      {"$defs", nothing},
      {"then", nothing},
      {"type", [](const Place& at,
                  const Json& type) { return unless(hasType(at.value, type.get<std::string>()), "type"); }},
      {"const", [](const Place& at, const Json& wanted) { return unless(at.value == wanted, "const"); }},
      {"enum",
       [](const Place& at, const Json& list) {
         return unless(std::find(list.begin(), list.end(), at.value) != list.end(), "enum");
       }},
      {"required",
       [](const Place& at, const Json& names) {
         for (const Json& name : names)
           if (at.value.is_object() && !at.value.contains(name.get<std::string>()))
             return "lacks " + name.get<std::string>();
         return std::string();
       }},
      {"properties", properties},
      {"additionalProperties", properties},
      {"propertyNames",
       [](const Place& at, const Json& schema) {
         for (const auto& [key, member] : at.value.items())
           if (!schemaComplaint(key, schema, at.root).empty()) return "name " + key;
         return std::string();
       }},
      {"pattern",
       [](const Place& at, const Json& pattern) {
         return unless(
             !at.value.is_string() || QRegularExpression(QString::fromStdString(pattern.get<std::string>()))
                                          .match(QString::fromStdString(at.value.get<std::string>()))
                                          .hasMatch(),
             "pattern");
       }},
      {"minimum",
       [](const Place& at, const Json& limit) { return unless(inRange(at.value, limit, true), "minimum"); }},
      {"maximum",
       [](const Place& at, const Json& limit) { return unless(inRange(at.value, limit, false), "maximum"); }},
      {"minLength", size(true, &Json::is_string)},
      {"maxLength", size(false, &Json::is_string)},
      {"minItems", size(true, &Json::is_array)},
      {"maxItems", size(false, &Json::is_array)},
      {"minProperties", size(true, &Json::is_object)},
      {"maxProperties", size(false, &Json::is_object)},
      {"items", checkItems},
      {"oneOf", checkOneOf},
      {"$ref",
       [](const Place& at, const Json& reference) {
         return schemaComplaint(
             at.value, at.root.at(Json::json_pointer(reference.get<std::string>().substr(1))), at.root);
       }},
      {"if",
       [](const Place& at, const Json& condition) {
         return schemaComplaint(at.value, condition, at.root).empty()
                    ? schemaComplaint(at.value, at.schema["then"], at.root)
                    : std::string();
       }},
  };
  return all;
}

}  // namespace

std::string schemaComplaint(const Json& value, const Json& schema, const Json& root) {
  for (const auto& [word, argument] : schema.items()) {
    const auto keyword = keywords().find(word);
    if (keyword == keywords().end())
      qFatal("the schema uses the keyword %s, which this check lacks", word.c_str());
    if (auto complaint = keyword->second({value, schema, root}, argument); !complaint.empty())
      return complaint;
  }
  return {};
}

}  // namespace halftone::test
