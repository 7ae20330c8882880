// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/txnbody.h"

#include <nlohmann/json.hpp>

#include "server/registry/bodies.h"
#include "server/registry/encode.h"

namespace halftone::registry {

namespace {

bool readKeyOp(const Json& value, JsonReader& reader, TxnOp& op) {
  std::string encoded, nameSpace;
  const bool read = reader.object(value, "KV.",
                                  {{"Verb", &op.verb},
                                   {"Key", &op.entry.key},
                                   {"Value", &encoded},
                                   {"Flags", &op.entry.flags},
                                   {"Index", &op.index},
                                   {"Session", &op.entry.session},
                                   {"Namespace", &nameSpace}});
  if (!read) return false;
  auto decoded = fromBase64(encoded);
  if (!decoded) return reader.refuse(decoded.error().message);
  op.entry.value = std::move(*decoded);
  return true;
}

bool readNodeOp(const Json& value, JsonReader& reader, TxnOp& op) {
  return reader.object(value, "Node.",
                       {{"Verb", &op.verb}, {"Node", [&op](const Json& node, JsonReader& inner) {
                                               return readNode(node, inner, op.node);
                                             }}});
}

bool readServiceOp(const Json& value, JsonReader& reader, TxnOp& op) {
  std::string node;
  const bool read = reader.object(
      value, "Service.",
      {{"Verb", &op.verb}, {"Node", &node}, {"Service", [&op](const Json& service, JsonReader& inner) {
                                               return readService(service, inner, op.service);
                                             }}});
  op.service.node = std::move(node);
  return read;
}

bool readCheckOp(const Json& value, JsonReader& reader, TxnOp& op) {
  return reader.object(value, "Check.",
                       {{"Verb", &op.verb}, {"Check", [&op](const Json& check, JsonReader& inner) {
                                               return readCheck(check, inner, op.check);
                                             }}});
}

// Several kinds in one operation: the first of this order counts, as in Consul.
bool readOp(const Json& value, JsonReader& reader, TxnOp& op) {
  TxnOp key, node, service, check;
  const auto into = [](TxnOp& out, TxnOp::Of of, bool (*read)(const Json&, JsonReader&, TxnOp&)) {
    return ReadValue([&out, of, read](const Json& item, JsonReader& inner) {
      out.of = of;
      return read(item, inner, out);
    });
  };
  if (!reader.object(value, "",
                     {{"KV", into(key, TxnOp::Of::Key, readKeyOp)},
                      {"Node", into(node, TxnOp::Of::Node, readNodeOp)},
                      {"Service", into(service, TxnOp::Of::Service, readServiceOp)},
                      {"Check", into(check, TxnOp::Of::Check, readCheckOp)}})) {
    return false;
  }
  for (TxnOp* candidate : {&key, &node, &service, &check}) {
    if (candidate->of == TxnOp::Of::Nothing) continue;
    op = std::move(*candidate);
    return true;
  }
  return true;
}

}  // namespace

Result<std::vector<TxnOp>> readTxn(std::string_view body) {
  const auto json = parseBody(body);
  if (!json) return tl::unexpected(json.error());
  std::vector<TxnOp> ops;
  if (json->is_null()) return ops;
  if (!json->is_array()) {
    const char* const what = json->is_object() ? "object" : json->is_string() ? "string" : "number";
    return fail(ErrorCode::Invalid, {},
                std::string("json: cannot unmarshal ") + what + " into Go value of type api.TxnOps");
  }
  JsonReader reader;
  for (const Json& item : *json) {
    if (!readOp(item, reader, ops.emplace_back())) return fail(ErrorCode::Invalid, {}, reader.error());
  }
  return ops;
}

}  // namespace halftone::registry
