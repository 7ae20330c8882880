// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/payloads.h"

#include <nlohmann/json.hpp>

#include "backend/consul/json.h"

namespace halftone::consul {

using nlohmann::json;

namespace {

const char* verbName(TxnOp::Verb verb) {
  switch (verb) {
    case TxnOp::Verb::Set:
      return "set";
    case TxnOp::Verb::Cas:
      return "cas";
    case TxnOp::Verb::Delete:
      return "delete";
    case TxnOp::Verb::DeleteCas:
      return "delete-cas";
    case TxnOp::Verb::CheckIndex:
      return "check-index";
    case TxnOp::Verb::CheckNotExists:
      return "check-not-exists";
    case TxnOp::Verb::Get:
      return "get";
  }
  return "get";
}

json writeOperation(const TxnOp& operation) {
  json kv{{"Verb", verbName(operation.verb)}, {"Key", operation.key}};
  if (operation.verb == TxnOp::Verb::Set || operation.verb == TxnOp::Verb::Cas) {
    kv["Value"] = QByteArray::fromStdString(operation.value).toBase64().toStdString();
    kv["Flags"] = operation.flags;
  }
  const bool compares = operation.verb == TxnOp::Verb::Cas || operation.verb == TxnOp::Verb::DeleteCas ||
                        operation.verb == TxnOp::Verb::CheckIndex;
  if (compares) kv["Index"] = operation.index;
  return json{{"KV", std::move(kv)}};
}

// nlohmann throws on text that is no UTF-8; what it makes of it otherwise would be another key.
Result<QByteArray> dump(const json& document) {
  try {
    return QByteArray::fromStdString(document.dump());
  } catch (const json::exception&) {
    return fail(ErrorCode::Invalid, "", "a text for Consul is no UTF-8");
  }
}

Result<KvEntry> readEntry(const json& object) {
  KvEntry entry;
  const json& key = member(object, "Key");
  if (!key.is_string()) return fail(ErrorCode::Protocol, "", "a KV entry has no key");
  entry.key = key.get_ref<const std::string&>();
  const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromStdString(textOf(object, "Value")),
                                                      QByteArray::AbortOnBase64DecodingErrors);
  if (!decoded) return fail(ErrorCode::Protocol, entry.key, "the value is no base64");
  entry.value = decoded.decoded.toStdString();
  entry.flags = unsignedOf(object, "Flags");
  entry.createIndex = unsignedOf(object, "CreateIndex");
  entry.modifyIndex = unsignedOf(object, "ModifyIndex");
  entry.session = textOf(object, "Session");
  return entry;
}

std::string milliseconds(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + "ms";
}

}  // namespace

Result<QByteArray> writeTransaction(const std::vector<TxnOp>& operations) {
  if (operations.size() > kMaxTxnOps) {
    return fail(ErrorCode::TooLarge, "transaction",
                std::to_string(operations.size()) + " operations are more than Consul's 64");
  }
  json document = json::array();
  for (const TxnOp& operation : operations) document.push_back(writeOperation(operation));
  Result<QByteArray> body = dump(document);
  if (body && static_cast<std::size_t>(body->size()) > kMaxTxnBytes) {
    return fail(ErrorCode::TooLarge, "transaction",
                std::to_string(body->size()) + " bytes are more than Consul's 524288");
  }
  return body;
}

Result<std::vector<KvEntry>> parseTransactionResults(const QByteArray& body) {
  const json document = parseJson(body);
  const json& results = member(document, "Results");
  std::vector<KvEntry> entries;
  if (document.is_object() && results.is_null()) return entries;  // deletes alone
  if (!results.is_array()) {
    return fail(ErrorCode::Protocol, "/v1/txn", "the answer to a transaction has no results");
  }
  for (const json& result : results) {
    Result<KvEntry> entry = readEntry(member(result, "KV"));
    if (!entry) return tl::unexpected(entry.error());
    entries.push_back(std::move(*entry));
  }
  return entries;
}

Error parseTransactionErrors(const QByteArray& body) {
  const json document = parseJson(body);
  const json& errors = member(document, "Errors");
  Error error{ErrorCode::Conflict, "/v1/txn", ""};
  if (errors.is_array()) {
    for (const json& one : errors) {
      const std::string what = textOf(one, "What");
      if (what.find("Permission denied") != std::string::npos) error.code = ErrorCode::Refused;
      if (!error.message.empty()) error.message += "; ";
      error.message += what;
    }
  }
  if (error.message.empty()) error.message = "the transaction was rolled back";
  return error;
}

Result<std::vector<KvEntry>> parseKvEntries(const QByteArray& body) {
  const json document = parseJson(body);
  if (!document.is_array()) return fail(ErrorCode::Protocol, "", "KV entries are no JSON array");
  std::vector<KvEntry> entries;
  entries.reserve(document.size());
  for (const json& object : document) {
    Result<KvEntry> entry = readEntry(object);
    if (!entry) return tl::unexpected(entry.error());
    entries.push_back(std::move(*entry));
  }
  return entries;
}

Result<std::vector<std::string>> parseKeys(const QByteArray& body) {
  const json document = parseJson(body);
  if (!document.is_array()) return fail(ErrorCode::Protocol, "", "the list of keys is no JSON array");
  return textsOf(document);
}

Result<QByteArray> writeRegistration(const ServiceRegistration& service) {
  json document{{"ID", service.id},
                {"Name", service.name},
                {"Address", service.address},
                {"Port", service.port},
                {"Tags", service.tags}};
  json meta = json::object();
  for (const auto& [key, value] : service.meta) meta[key] = value;
  document["Meta"] = std::move(meta);
  if (!service.checkHttp.empty()) {
    document["Check"] = {{"HTTP", service.checkHttp},
                         {"Interval", milliseconds(service.checkInterval)},
                         {"Timeout", milliseconds(service.checkTimeout)},
                         {"Status", "passing"},
                         {"DeregisterCriticalServiceAfter", milliseconds(service.deregisterAfter)}};
  }
  return dump(document);
}

}  // namespace halftone::consul
