// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <string>
#include <vector>

#include "backend/store/policystore.h"

namespace halftone::store {

// What lies directly under a prefix of the KV store.
struct KvChild {
  std::string path;  // the whole key, or of a folder all up to and with its '/'
  std::string name;  // its last part, without the '/'
  bool isFolder = false;
  friend bool operator==(const KvChild&, const KvChild&) = default;
};

// A value to write over what was seen.
struct KvWrite {
  std::string key;
  std::string value;
  std::uint64_t flags = 0;
  std::uint64_t baseModifyIndex = 0;  // 0: create
  Actor actor;
};

// Any keys of Consul's KV store, for people who look and change by hand: each change compares with what was
// seen and leaves an audit entry, in one transaction. Lives in its client's thread.
class KvStore : public QObject {
  Q_OBJECT
 public:
  // A value and its audit entry in base64 must fit in one transaction.
  static constexpr std::size_t kMaxValueBytes = 380 * 1024;

  explicit KvStore(consul::Client* client, QObject* parent = nullptr);

  // Keys and folders directly under a prefix (empty, or ending in '/'), in order; no deeper ones are read.
  void children(const std::string& prefix, QObject* context, consul::Client::Done<std::vector<KvChild>> done);
  // Conflict if the key is not as it was seen (or exists, on creation): then nothing was written. Gives the
  // new ModifyIndex.
  void write(const KvWrite& write, QObject* context, consul::Client::Done<std::uint64_t> done);
  // Conflict if the key is not as it was seen.
  void remove(const std::string& key, std::uint64_t modifyIndex, const Actor& actor, QObject* context,
              consul::Client::Done<void> done);

 private:
  consul::Client* m_client;
};

// What the answer to ?keys&separator=/ says is under the prefix. Pure.
[[nodiscard]] std::vector<KvChild> childrenIn(const std::string& prefix,
                                              const std::vector<std::string>& keys);

}  // namespace halftone::store
