// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <string>
#include <vector>

#include "backend/consul/client.h"

// The bodies of Consul's requests and answers as values: pure functions. Internal to backend/consul.
namespace halftone::consul {

// The body of /v1/txn; TooLarge over Consul's limits, Invalid for a key that is no UTF-8.
[[nodiscard]] Result<QByteArray> writeTransaction(const std::vector<TxnOp>& operations);
// Of a 200.
[[nodiscard]] Result<std::vector<KvEntry>> parseTransactionResults(const QByteArray& body);
// Of a 409: Conflict with the reason of each failed operation; Refused if permission is what lacks, which
// Consul answers in the same way (contract, section 12).
[[nodiscard]] Error parseTransactionErrors(const QByteArray& body);

// The answer to ?keys.
[[nodiscard]] Result<std::vector<std::string>> parseKeys(const QByteArray& body);

// The body of /v1/agent/service/register; Invalid if some text is no UTF-8. The check begins as passing, so
// that a start or a lost registry does not take a healthy instance out until its first probe.
[[nodiscard]] Result<QByteArray> writeRegistration(const ServiceRegistration& service);

}  // namespace halftone::consul
