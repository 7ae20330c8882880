// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/registry/encode.h"
#include "server/registry/endpoints.h"
#include "server/registry/identifiers.h"
#include "server/registry/registry.h"
#include "server/registry/txnbody.h"

namespace halftone::registry::txn {

namespace {

std::string inQuotes(const std::string& text) {
  return "\"" + text + "\"";
}

// Runs the operations on the store, inside one write, and gathers results and errors.
class Run {
 public:
  explicit Run(StateStore& state) : m_state(state) {}

  void apply(const TxnOp& op) {
    switch (op.of) {
      case TxnOp::Of::Key:
        return applyKey(op);
      case TxnOp::Of::Node:
        return applyNode(op);
      case TxnOp::Of::Service:
        return applyService(op);
      case TxnOp::Of::Check:
        return applyCheck(op);
      case TxnOp::Of::Nothing:
        return;
    }
  }
  void refuse(std::string what) { m_errors.push_back(Json{{"OpIndex", m_at}, {"What", std::move(what)}}); }
  void next() { ++m_at; }
  [[nodiscard]] bool failed() const { return !m_errors.empty(); }
  [[nodiscard]] Json json() const {
    return Json{{"Results", failed() ? Json(nullptr) : m_results},
                {"Errors", failed() ? m_errors : Json(nullptr)}};
  }

 private:
  void applyKey(const TxnOp& op);
  void changeKey(const TxnOp& op);
  void checkKey(const TxnOp& op);
  void applyNode(const TxnOp& op);
  void applyService(const TxnOp& op);
  void applyCheck(const TxnOp& op);

  void tellKey(const std::string& key, bool withValue) {
    m_results.push_back(Json{{"KV", encodeKey(*m_state.key(key), withValue)}});
  }
  void tell(const char* kind, Json item) {
    // A transaction tells what is stored; what was never given is null there.
    for (const char* name : {"Tags", "Meta", "ServiceTags"}) {
      if (item.contains(name) && item[name].empty()) item[name] = nullptr;
    }
    m_results.push_back(Json{{kind, std::move(item)}});
  }
  // True if done; else the error is noted.
  bool accept(const Result<void>& done) {
    if (!done) refuse(done.error().message);
    return done.has_value();
  }

  StateStore& m_state;
  std::size_t m_at = 0;
  Json m_results = Json::array();
  Json m_errors = Json::array();
};

void Run::applyKey(const TxnOp& op) {
  const std::string& key = op.entry.key;
  if (op.verb == "get") {
    if (m_state.key(key) == nullptr) return refuse("key " + inQuotes(key) + " doesn't exist");
    return tellKey(key, true);
  }
  if (op.verb == "get-tree") {
    const auto& keys = m_state.keys();
    for (auto at = keys.lower_bound(key); at != keys.end() && at->first.starts_with(key); ++at) {
      tellKey(at->first, true);
    }
    return;
  }
  if (op.verb.starts_with("check-")) return checkKey(op);
  changeKey(op);
}

void Run::checkKey(const TxnOp& op) {
  const KvEntry* existing = m_state.key(op.entry.key);
  const std::string key = inQuotes(op.entry.key);
  if (op.verb == "check-not-exists") {
    if (existing != nullptr) refuse("key " + key + " exists");
    return;
  }
  if (op.verb == "check-index") {
    if (existing == nullptr) return refuse("failed to check index, key " + key + " doesn't exist");
    if (existing->modified != op.index) {
      return refuse("failed index check for key " + key + ", current modify index " +
                    std::to_string(existing->modified) + " != " + std::to_string(op.index));
    }
    return tellKey(op.entry.key, false);
  }
  if (op.verb == "check-session") {
    if (existing == nullptr) return refuse("failed to check session, key " + key + " doesn't exist");
    if (existing->session != op.entry.session) {
      return refuse("failed session check for key " + key + ", current session " +
                    inQuotes(existing->session) + " != " + inQuotes(op.entry.session));
    }
    return tellKey(op.entry.key, false);
  }
  refuse("unknown KV verb " + inQuotes(op.verb));
}

void Run::changeKey(const TxnOp& op) {
  const std::string key = op.entry.key;
  KvEntry entry = op.entry;
  if (op.verb == "delete") return m_state.eraseKey(key);
  if (op.verb == "delete-tree") return m_state.eraseTree(key);
  if (op.verb == "delete-cas") {
    if (!m_state.eraseKeyIf(key, op.index))
      refuse("failed to delete key " + inQuotes(key) + ", index is stale");
    return;
  }
  if (op.verb == "set") {
    m_state.putKey(std::move(entry), true);
  } else if (op.verb == "cas") {
    if (!m_state.putKeyIf(std::move(entry), op.index)) {
      return refuse("failed to set key " + inQuotes(key) + ", index is stale");
    }
  } else if (op.verb == "lock" || op.verb == "unlock") {
    const bool lock = op.verb == "lock";
    const auto done = lock ? m_state.acquireKey(std::move(entry)) : m_state.releaseKey(std::move(entry));
    if (!done) return refuse(done.error().message);
    if (!*done) {
      return refuse(lock ? "failed to lock key " + inQuotes(key) + ", lock is already held"
                         : "failed to unlock key " + inQuotes(key) +
                               ", lock isn't held, or is held by another session");
    }
  } else {
    return refuse("unknown KV verb " + inQuotes(op.verb));
  }
  tellKey(key, false);
}

void Run::applyNode(const TxnOp& op) {
  const std::string& name = op.node.name;
  const Node* existing = m_state.node(name);
  const bool fresh = existing != nullptr ? existing->modified == op.node.modified : op.node.modified == 0;
  if (op.verb == "delete") return m_state.eraseNode(name);
  if (op.verb == "delete-cas") {
    if (existing == nullptr) return;
    if (!fresh) return refuse("failed to delete node " + inQuotes(name) + ", index is stale");
    return m_state.eraseNode(std::string(name));
  }
  if (op.verb == "get") {
    if (existing == nullptr) return refuse("node " + inQuotes(name) + " doesn't exist");
  } else if (op.verb == "set" || op.verb == "cas") {
    if (op.verb == "cas" && !fresh)
      return refuse("failed to set node " + inQuotes(name) + ", index is stale");
    if (!accept(m_state.putNode(op.node))) return;
  } else {
    return refuse("unknown Node verb " + inQuotes(op.verb));
  }
  tell("Node", encodeNode(*m_state.node(name)));
}

void Run::applyService(const TxnOp& op) {
  const std::string& node = op.service.node;
  const std::string& id = op.service.id;
  const std::string what = "service " + inQuotes(id) + " on node " + inQuotes(node);
  const Service* existing = m_state.service(node, id);
  const bool fresh =
      existing != nullptr ? existing->modified == op.service.modified : op.service.modified == 0;
  if (op.verb == "delete") return m_state.eraseService(node, id);
  if (op.verb == "delete-cas") {
    if (existing == nullptr) return;
    if (!fresh) return refuse("failed to delete " + what + ", index is stale");
    return m_state.eraseService(node, id);
  }
  if (op.verb == "get") {
    if (existing == nullptr) return refuse(what + " doesn't exist");
  } else if (op.verb == "set" || op.verb == "cas") {
    if (op.verb == "cas" && !fresh) return refuse("failed to set " + what + ", index is stale");
    if (!accept(m_state.putService(op.service))) return;
  } else {
    return refuse("unknown Service verb " + inQuotes(op.verb));
  }
  tell("Service", encodeService(*m_state.service(node, id)));
}

void Run::applyCheck(const TxnOp& op) {
  const std::string& node = op.check.node;
  const std::string& id = op.check.id;
  const std::string what = "check " + inQuotes(id) + " on node " + inQuotes(node);
  const Check* existing = m_state.check(node, id);
  const bool fresh = existing != nullptr ? existing->modified == op.check.modified : op.check.modified == 0;
  if (op.verb == "delete") return m_state.eraseCheck(node, id);
  if (op.verb == "delete-cas") {
    if (existing == nullptr) return;
    if (!fresh) return refuse("failed to delete " + what + ", index is stale");
    return m_state.eraseCheck(node, id);
  }
  if (op.verb == "get") {
    if (existing == nullptr) return refuse(what + " doesn't exist");
  } else if (op.verb == "set" || op.verb == "cas") {
    if (op.verb == "cas" && !fresh) return refuse("failed to set " + what + ", index is stale");
    if (!accept(m_state.putCheck(op.check))) return;
  } else {
    return refuse("unknown Check verb " + inQuotes(op.verb));
  }
  tell("Check", encodeCheck(*m_state.check(node, id)));
}

// Whether it writes nothing; what no verb is, is no write either.
bool isRead(const TxnOp& op) {
  if (op.of == TxnOp::Of::Nothing) return true;
  if (op.of != TxnOp::Of::Key) return op.verb == "get";
  constexpr std::array<std::string_view, 7> kWrites{"set",        "cas",  "delete", "delete-tree",
                                                    "delete-cas", "lock", "unlock"};
  return std::find(kWrites.begin(), kWrites.end(), op.verb) == kWrites.end();
}

// What is looked at before anything is tried: nothing, or the reason to refuse.
std::optional<std::string> refuse(TxnOp& op) {
  switch (op.of) {
    case TxnOp::Of::Key:
      if (op.entry.key.empty()) return "Must provide key";
      if (op.entry.value.size() > kMaxTxnValueBytes) return "Value for key is too large";
      break;
    case TxnOp::Of::Node:
      if (op.node.name.empty()) return "Must provide node";
      if (!op.node.id.empty()) {
        if (auto valid = checkNodeId(op.node.id); !valid) return valid.error().message;
      }
      break;
    case TxnOp::Of::Service:
      if (op.verb == "get") break;
      if (op.service.id.empty()) op.service.id = op.service.name;
      if (op.service.name.empty()) return "Must provide service name with ID";
      break;
    case TxnOp::Of::Check:
      if (op.check.id.empty()) op.check.id = op.check.name;
      break;
    case TxnOp::Of::Nothing:
      break;
  }
  return std::nullopt;
}

Json resultOf(StateStore& state, std::vector<TxnOp>& ops, bool readOnly) {
  Run vetting(state);
  for (TxnOp& op : ops) {
    if (auto why = refuse(op)) vetting.refuse(std::move(*why));
    vetting.next();
  }
  if (vetting.failed()) return vetting.json();
  Run run(state);
  state.begin();
  for (const TxnOp& op : ops) {
    run.apply(op);
    run.next();
  }
  Json result = run.json();
  if (run.failed() || readOnly) {
    state.rollback();
  } else {
    state.commit();
  }
  return result;
}

}  // namespace

Outcome apply(Registry& registry, const Call& call) {
  if (auto refused = refuseDatacenter(call)) return std::move(*refused);
  if (call.http.body.size() > kMaxTxnBytes) {
    return Answer::text(413,
                        "Request body(" + std::to_string(call.http.body.size()) +
                            " bytes) too large, max size: " + std::to_string(kMaxTxnBytes) +
                            " bytes. See https://www.consul.io/docs/agent/options.html#txn_max_req_len.");
  }
  auto ops = readTxn(call.http.body);
  if (!ops) return Answer::refused("Failed to parse body: " + ops.error().message);
  if (ops->size() > kMaxTxnOps) {
    return Answer::text(413, "Transaction contains too many operations (" + std::to_string(ops->size()) +
                                 " > " + std::to_string(kMaxTxnOps) + ")");
  }
  const bool readOnly = std::all_of(ops->begin(), ops->end(), isRead);
  Json result = resultOf(registry.state(), *ops, readOnly);
  const bool failed = !result["Errors"].is_null();
  if (!readOnly) return Answer::json(call, result, failed ? 409 : 200);
  result["Index"] = 0;
  result["LastContact"] = 0;
  result["KnownLeader"] = true;
  result["ConsistencyLevel"] = "";
  net::HttpResponse response = Answer::json(call, result, failed ? 409 : 200);
  response.fields.emplace_back("X-Consul-KnownLeader", "true");
  response.fields.emplace_back("X-Consul-LastContact", "0");
  return response;
}

}  // namespace halftone::registry::txn
