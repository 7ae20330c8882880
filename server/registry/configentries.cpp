// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/configentries.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/registry/duration.h"

namespace halftone::registry {

namespace {

// The form of a kind of entry: its fields in the order that Consul tells them.
struct Form {
  enum class Kind {
    Text,
    Boolean,
    Integer,
    Number,
    Duration,
    TextList,
    IntegerList,
    TextMap,
    Anything,
    Object,
    ObjectList,
    ObjectMap
  };
  enum class Empty { LeftOut, Told };  // what becomes of a field that is not given
  struct Field {
    std::string_view name;
    Kind kind;
    Empty empty = Empty::LeftOut;
    const Form* form = nullptr;  // of the objects
  };
  std::vector<Field> fields;
};
using Kind = Form::Kind;
using Empty = Form::Empty;

const Form kMeshGateway{{{"Mode", Kind::Text}}};
const Form kExposePath{{{"ListenerPort", Kind::Integer},
                        {"Path", Kind::Text},
                        {"LocalPathPort", Kind::Integer},
                        {"Protocol", Kind::Text}}};
const Form kExpose{{{"Checks", Kind::Boolean}, {"Paths", Kind::ObjectList, Empty::LeftOut, &kExposePath}}};
const Form kDefaultsForm{{{"Kind", Kind::Text, Empty::Told},
                          {"Name", Kind::Text, Empty::Told},
                          {"Protocol", Kind::Text, Empty::Told},
                          {"MeshGateway", Kind::Object, Empty::Told, &kMeshGateway},
                          {"Expose", Kind::Object, Empty::Told, &kExpose},
                          {"ExternalSNI", Kind::Text},
                          {"Namespace", Kind::Text},
                          {"Meta", Kind::TextMap}}};
const Form kProxyForm{{{"Kind", Kind::Text, Empty::Told},
                       {"Name", Kind::Text, Empty::Told},
                       {"Config", Kind::Anything, Empty::Told},
                       {"MeshGateway", Kind::Object, Empty::Told, &kMeshGateway},
                       {"Expose", Kind::Object, Empty::Told, &kExpose},
                       {"Namespace", Kind::Text},
                       {"Meta", Kind::TextMap}}};
const Form kSubset{{{"Filter", Kind::Text}, {"OnlyPassing", Kind::Boolean}}};
const Form kRedirect{{{"Service", Kind::Text},
                      {"ServiceSubset", Kind::Text},
                      {"Namespace", Kind::Text},
                      {"Datacenter", Kind::Text}}};
const Form kFailover{{{"Service", Kind::Text},
                      {"ServiceSubset", Kind::Text},
                      {"Namespace", Kind::Text},
                      {"Datacenters", Kind::TextList}}};
const Form kResolverForm{{{"ConnectTimeout", Kind::Duration},
                          {"Kind", Kind::Text, Empty::Told},
                          {"Name", Kind::Text, Empty::Told},
                          {"DefaultSubset", Kind::Text},
                          {"Subsets", Kind::ObjectMap, Empty::LeftOut, &kSubset},
                          {"Redirect", Kind::Object, Empty::LeftOut, &kRedirect},
                          {"Failover", Kind::ObjectMap, Empty::LeftOut, &kFailover},
                          {"Namespace", Kind::Text},
                          {"Meta", Kind::TextMap}}};
const Form kSplit{{{"Weight", Kind::Number, Empty::Told},
                   {"Service", Kind::Text},
                   {"ServiceSubset", Kind::Text},
                   {"Namespace", Kind::Text}}};
const Form kSplitterForm{{{"Kind", Kind::Text, Empty::Told},
                          {"Name", Kind::Text, Empty::Told},
                          {"Splits", Kind::ObjectList, Empty::Told, &kSplit},
                          {"Namespace", Kind::Text},
                          {"Meta", Kind::TextMap}}};
const Form kHeader{{{"Name", Kind::Text, Empty::Told},
                    {"Present", Kind::Boolean},
                    {"Exact", Kind::Text},
                    {"Prefix", Kind::Text},
                    {"Suffix", Kind::Text},
                    {"Regex", Kind::Text},
                    {"Invert", Kind::Boolean}}};
const Form kQueryParam{{{"Name", Kind::Text, Empty::Told},
                        {"Present", Kind::Boolean},
                        {"Exact", Kind::Text},
                        {"Regex", Kind::Text}}};
const Form kHttpMatch{{{"PathExact", Kind::Text},
                       {"PathPrefix", Kind::Text},
                       {"PathRegex", Kind::Text},
                       {"Header", Kind::ObjectList, Empty::LeftOut, &kHeader},
                       {"QueryParam", Kind::ObjectList, Empty::LeftOut, &kQueryParam},
                       {"Methods", Kind::TextList}}};
const Form kMatch{{{"HTTP", Kind::Object, Empty::LeftOut, &kHttpMatch}}};
const Form kDestination{{{"RequestTimeout", Kind::Duration},
                         {"Service", Kind::Text},
                         {"ServiceSubset", Kind::Text},
                         {"Namespace", Kind::Text},
                         {"PrefixRewrite", Kind::Text},
                         {"NumRetries", Kind::Integer},
                         {"RetryOnConnectFailure", Kind::Boolean},
                         {"RetryOnStatusCodes", Kind::IntegerList}}};
const Form kRoute{{{"Match", Kind::Object, Empty::LeftOut, &kMatch},
                   {"Destination", Kind::Object, Empty::LeftOut, &kDestination}}};
const Form kRouterForm{{{"Kind", Kind::Text, Empty::Told},
                        {"Name", Kind::Text, Empty::Told},
                        {"Routes", Kind::ObjectList, Empty::Told, &kRoute},
                        {"Namespace", Kind::Text},
                        {"Meta", Kind::TextMap}}};

const Form* formOf(std::string_view kind) {
  if (kind == kServiceDefaults) return &kDefaultsForm;
  if (kind == kServiceResolver) return &kResolverForm;
  if (kind == kServiceSplitter) return &kSplitterForm;
  if (kind == kServiceRouter) return &kRouterForm;
  return kind == kProxyDefaults ? &kProxyForm : nullptr;
}

std::string plainName(std::string_view name) {
  std::string plain = foldCase(name);
  std::erase(plain, '_');
  return plain;
}

// Reads a value by its form. Unknown keys are gathered, all of them; values that cannot be taken too.
class Decoder {
 public:
  Json object(const Json& value, const Form& form, const std::string& path);
  [[nodiscard]] const std::vector<std::string>& unknown() const { return m_unknown; }
  [[nodiscard]] const std::vector<std::string>& wrong() const { return m_wrong; }

 private:
  Json field(const Json& value, const Form::Field& field, const std::string& path);
  Json scalar(const Json& value, Kind kind, const std::string& path);
  Json list(const Json& value, const Form::Field& field, const std::string& path);
  Json map(const Json& value, const Form::Field& field, const std::string& path);
  Json wrongType(const std::string& path, const char* wanted) {
    m_wrong.push_back("'" + path + "' expected type '" + wanted + "'");
    return nullptr;
  }

  std::vector<std::string> m_unknown;
  std::vector<std::string> m_wrong;
};

bool isEmptyValue(const Json& value) {
  if (value.is_null()) return true;
  if (value.is_string()) return value.get_ref<const std::string&>().empty();
  if (value.is_boolean()) return !value.get<bool>();
  if (value.is_number()) return value.get<double>() == 0;
  return value.is_array() && value.empty();
}

Json Decoder::object(const Json& value, const Form& form, const std::string& path) {
  if (!value.is_object()) {
    m_wrong.push_back("'" + path + "' expected a map, got '" +
                      (value.is_array() ? "slice" : value.type_name()) + "'");
    return Json::object();
  }
  std::map<std::string_view, Json> given;
  for (const auto& [key, item] : value.items()) {
    const auto at = std::find_if(form.fields.begin(), form.fields.end(), [&key = key](const Form::Field& f) {
      return plainName(f.name) == plainName(key);
    });
    const std::string where = path.empty() ? key : path + "." + key;
    if (path.empty() && (plainName(key) == "createindex" || plainName(key) == "modifyindex"))
      continue;  // the CLI sends them
    if (at == form.fields.end()) {
      m_unknown.push_back(where);
    } else if (!item.is_null()) {
      given[at->name] =
          field(item, *at, path.empty() ? std::string(at->name) : path + "." + std::string(at->name));
    }
  }
  Json result = Json::object();
  for (const Form::Field& f : form.fields) {
    const std::string name(f.name);
    const auto at = given.find(f.name);
    if (at != given.end() && !isEmptyValue(at->second)) {
      result[name] = std::move(at->second);
    } else if (f.empty == Empty::Told) {
      result[name] = f.kind == Kind::Text     ? Json("")
                     : f.kind == Kind::Number ? Json(0)
                     : f.kind == Kind::Object ? Json::object()
                                              : Json(nullptr);
    }
  }
  return result;
}

Json Decoder::field(const Json& value, const Form::Field& field, const std::string& path) {
  switch (field.kind) {
    case Kind::Object:
      return object(value, *field.form, path);
    case Kind::Anything:
      return value;
    case Kind::ObjectList:
    case Kind::TextList:
    case Kind::IntegerList:
      return list(value, field, path);
    case Kind::ObjectMap:
    case Kind::TextMap:
      return map(value, field, path);
    default:
      return scalar(value, field.kind, path);
  }
}

// A single value stands for a list of one.
Json Decoder::list(const Json& value, const Form::Field& field, const std::string& path) {
  Json result = Json::array();
  const Json items = value.is_array() ? value : Json::array({value});
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string where = path + "[" + std::to_string(i) + "]";
    if (field.kind == Kind::ObjectList) {
      result.push_back(object(items[i], *field.form, where));
    } else {
      result.push_back(scalar(items[i], field.kind == Kind::TextList ? Kind::Text : Kind::Integer, where));
    }
  }
  return result;
}

Json Decoder::map(const Json& value, const Form::Field& field, const std::string& path) {
  if (!value.is_object()) return wrongType(path, "map");
  std::map<std::string, Json> sorted;
  for (const auto& [key, item] : value.items()) {
    const std::string where = path + "[" + key + "]";
    sorted[key] = field.kind == Kind::ObjectMap
                      ? object(item.is_null() ? Json::object() : item, *field.form, where)
                      : scalar(item, Kind::Text, where);
  }
  Json result = Json::object();
  for (auto& [key, item] : sorted) result[key] = std::move(item);
  return result.empty() ? Json(nullptr) : result;
}

Json Decoder::scalar(const Json& value, Kind kind, const std::string& path) {
  switch (kind) {
    case Kind::Text:
      if (value.is_string()) return value;
      if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
      return value.is_number() ? Json(dump(value)) : wrongType(path, "string");
    case Kind::Boolean:
      if (value.is_boolean()) return value;
      if (value.is_number()) return value.get<double>() != 0;
      return value == "true" ? Json(true) : value == "false" ? Json(false) : wrongType(path, "bool");
    case Kind::Integer:
    case Kind::Number: {
      if (kind == Kind::Number ? value.is_number() : value.is_number_integer()) return value;
      if (value.is_string()) {
        const std::string& text = value.get_ref<const std::string&>();
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc{} && end == text.data() + text.size() && !text.empty()) return number;
      }
      return wrongType(path, kind == Kind::Number ? "float32" : "int");
    }
    case Kind::Duration: {
      if (value.is_number())
        return formatDuration(std::chrono::nanoseconds(static_cast<std::int64_t>(value.get<double>())));
      if (!value.is_string()) return wrongType(path, "time.Duration");
      const auto parsed = parseDuration(value.get_ref<const std::string&>());
      if (parsed) return parsed->count() == 0 ? Json(nullptr) : Json(formatDuration(*parsed));
      m_wrong.push_back("error decoding '" + path + "': " + parsed.error().message);
      return nullptr;
    }
    default:
      return value;
  }
}

// Problems as Go's multierror prints them.
std::string listed(const std::vector<std::string>& problems) {
  std::string text =
      std::to_string(problems.size()) + (problems.size() == 1 ? " error occurred:" : " errors occurred:");
  for (const std::string& problem : problems) text += "\n\t* invalid config key \"" + problem + "\"";
  return text + "\n\n";
}

}  // namespace

bool isConfigKind(std::string_view kind) {
  return formOf(kind) != nullptr;
}

Result<ConfigEntry> readConfigEntry(std::string_view body) {
  const auto bad = [](std::string why) { return fail(ErrorCode::Invalid, {}, std::move(why)); };
  const auto json = parseBody(body);
  if (!json) return tl::unexpected(json.error());
  if (!json->is_object()) return bad("'' expected a map, got 'slice'");
  const Json* kind = nullptr;
  for (const auto& [key, item] : json->items()) {
    if (key == "Kind" || key == "kind") kind = &item;
  }
  if (kind == nullptr) return bad("Payload does not contain a kind/Kind key at the top level");
  if (!kind->is_string()) return bad("Kind value in payload is not a string");
  const auto& kindText = kind->get_ref<const std::string&>();
  const Form* form = formOf(kindText);
  if (form == nullptr) return bad("invalid config entry kind: " + kindText);

  Decoder decoder;
  Json entry = decoder.object(*json, *form, {});
  if (!decoder.wrong().empty()) {
    std::string text = std::to_string(decoder.wrong().size()) + " error(s) decoding:\n";
    for (const std::string& problem : decoder.wrong()) text += "\n* " + problem;
    return bad(text);
  }
  if (!decoder.unknown().empty()) return bad(listed(decoder.unknown()));
  if (kindText == kProxyDefaults) entry["Name"] = "global";
  return ConfigEntry{kindText, entry["Name"].get<std::string>(), dump(entry)};
}

}  // namespace halftone::registry
