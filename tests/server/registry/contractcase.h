// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QList>
#include <QString>
#include <map>

#include "tests/support/http.h"

// Contract cases: requests with the answers that Consul gives, in text files, to be played to anything that
// speaks Consul's API.
//
//   # a key that is not there is a 404       a case, with its name
//   GET /v1/kv/nokey                         a request; a body follows " << ", on the same line
//   = 404 old                                the answer: status, X-Consul-Index if told, body
//   ~ #1 < #2                                at the end: how the indexes of the case compare
//
// What differs from run to run is replaced: the node's name and ID, the port, UUIDs by the order in which
// they appear (<1>, <2>; $1, $2 in requests), indexes likewise (#1, #2; "old" for those from before the
// case).
namespace halftone::test {

struct ContractStep {
  QByteArray method;
  QByteArray target;
  QByteArray body;
  QByteArray expected;
};

struct ContractCase {
  QByteArray name;
  QList<ContractStep> steps;
  QByteArray order;  // of the indexes
};

[[nodiscard]] QList<ContractCase> readCases(const QString& path);
[[nodiscard]] QByteArray writeCases(const QList<ContractCase>& cases);

// Makes the answers of two runs comparable. A value: copy it to try an answer.
class Normalizer {
 public:
  Normalizer(QByteArray nodeName, QByteArray nodeId, quint16 port, quint64 baseline);
  // One line: status, index, body.
  [[nodiscard]] QByteArray normalize(const HttpReply& reply);
  // The request with $node, $port and $1, $2, ... replaced.
  [[nodiscard]] QByteArray fill(QByteArray text) const;
  [[nodiscard]] QByteArray order() const;

 private:
  [[nodiscard]] QByteArray indexLabel(quint64 index);
  [[nodiscard]] QByteArray withoutUuids(QByteArray text);
  [[nodiscard]] QByteArray jsonBody(const QByteArray& body, bool& isJson);

  QByteArray m_nodeName, m_nodeId, m_port;
  quint64 m_baseline;
  QByteArrayList m_uuids;
  std::map<quint64, QByteArray> m_indexes;
};

}  // namespace halftone::test
