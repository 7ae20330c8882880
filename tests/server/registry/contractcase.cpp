// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/registry/contractcase.h"

#include <QFile>
#include <QRegularExpression>
#include <nlohmann/json.hpp>

namespace halftone::test {

namespace {

using Json = nlohmann::ordered_json;

const QByteArray kBodyMark = " << ";

// Fields that may differ between two that both keep the contract.
bool isFree(const std::string& name) {
  return name == "LTime" || name == "ContentHash" || name == "Coord" || name == "Stats" ||
         name == "DebugConfig";
}

bool isIndex(const std::string& name) {
  return name == "CreateIndex" || name == "ModifyIndex";
}

}  // namespace

QList<ContractCase> readCases(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  QList<ContractCase> cases;
  for (const QByteArray& line : file.readAll().split('\n')) {
    if (line.startsWith("# ")) {
      cases.append(ContractCase{line.mid(2), {}, {}});
    } else if (cases.isEmpty() || line.isEmpty()) {
      continue;
    } else if (line.startsWith("~ ")) {
      cases.last().order = line.mid(2);
    } else if (line.startsWith("= ")) {
      if (!cases.last().steps.isEmpty()) cases.last().steps.last().expected = line.mid(2);
    } else {
      const qsizetype mark = line.indexOf(kBodyMark);
      const QByteArray request = mark < 0 ? line : line.left(mark);
      const qsizetype space = request.indexOf(' ');
      cases.last().steps.append({request.left(space),
                                 request.mid(space + 1),
                                 mark < 0 ? QByteArray() : line.mid(mark + kBodyMark.size()),
                                 {}});
    }
  }
  return cases;
}

QByteArray writeCases(const QList<ContractCase>& cases) {
  QByteArray text;
  for (const ContractCase& one : cases) {
    if (!text.isEmpty()) text += '\n';
    text += "# " + one.name + '\n';
    for (const ContractStep& step : one.steps) {
      text += step.method + ' ' + step.target + (step.body.isEmpty() ? QByteArray() : kBodyMark + step.body) +
              '\n';
      text += "= " + step.expected + '\n';
    }
    if (!one.order.isEmpty()) text += "~ " + one.order + '\n';
  }
  return text;
}

Normalizer::Normalizer(QByteArray nodeName, QByteArray nodeId, quint16 port, quint64 baseline)
    : m_nodeName(std::move(nodeName)),
      m_nodeId(std::move(nodeId)),
      m_port(QByteArray::number(port)),
      m_baseline(baseline) {}

QByteArray Normalizer::indexLabel(quint64 index) {
  if (index <= m_baseline) return "old";
  const auto at = m_indexes.find(index);
  if (at != m_indexes.end()) return at->second;
  const QByteArray label = '#' + QByteArray::number(static_cast<qulonglong>(m_indexes.size() + 1));
  m_indexes[index] = label;
  return label;
}

QByteArray Normalizer::withoutUuids(QByteArray text) {
  static const QRegularExpression uuid(
      QStringLiteral("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
  static const QByteArray kGiven =
      "11111111-2222-3333-4444-555555555555";  // those of the requests themselves
  QString result = QString::fromUtf8(text.replace(m_nodeId, "<node-id>"));
  for (;;) {
    const auto match = uuid.match(result);
    if (!match.hasMatch()) return result.toUtf8().replace("<given>", kGiven);
    const QByteArray found = match.captured().toUtf8();
    QByteArray label = "<given>";
    if (found != kGiven) {
      if (!m_uuids.contains(found)) m_uuids.append(found);
      label = '<' + QByteArray::number(m_uuids.indexOf(found) + 1) + '>';
    }
    result.replace(QString::fromUtf8(found), QString::fromUtf8(label));
  }
}

QByteArray Normalizer::jsonBody(const QByteArray& body, bool& isJson) {
  Json json = Json::parse(body.begin(), body.end(), nullptr, false);
  isJson = !json.is_discarded();
  if (!isJson) return body;
  const std::string node = m_nodeName.toStdString();
  const auto clean = [&](auto&& self, Json& value) -> void {
    if (value.is_string() && value == node) value = "<node>";
    if (value.is_array()) {
      for (Json& item : value) self(self, item);
    }
    if (!value.is_object()) return;
    for (auto& [name, item] : value.items()) {
      if (isFree(name)) {
        item = "free";
      } else if (isIndex(name) && item.is_number_unsigned()) {
        item =
            item.template get<quint64>() == 0 ? "0" : indexLabel(item.template get<quint64>()).toStdString();
      } else {
        self(self, item);
      }
    }
  };
  clean(clean, json);
  return QByteArray::fromStdString(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

QByteArray Normalizer::normalize(const HttpReply& reply) {
  QByteArray line = QByteArray::number(reply.status);
  // An event list's index is no counter, but made of a UUID. Errors may carry one, but need not.
  const QByteArray index = reply.field("X-Consul-Index");
  if (!index.isEmpty() && reply.status < 500) {
    const quint64 number = index.toULongLong();
    constexpr quint64 kNoCounter = 1ULL << 40;
    line += ' ' + (number > kNoCounter ? QByteArray("event") : indexLabel(number));
  }
  bool isJson = false;
  QByteArray body = jsonBody(reply.body.trimmed(), isJson);
  body.replace("127.0.0.1:" + m_port, "127.0.0.1:<port>").replace('\n', "\\n").replace('\t', "\\t");
  if (!isJson) body.replace('"' + m_nodeName + '"', "\"<node>\"");
  if (!body.isEmpty()) line += ' ' + withoutUuids(body);
  return line;
}

QByteArray Normalizer::fill(QByteArray text) const {
  text.replace("$node", m_nodeName).replace("$port", m_port);
  for (qsizetype i = m_uuids.size(); i > 0; --i) text.replace('$' + QByteArray::number(i), m_uuids.at(i - 1));
  return text;
}

QByteArray Normalizer::order() const {
  QByteArrayList labels;
  for (const auto& [index, label] : m_indexes) labels.append(label);
  return labels.join(" < ");
}

}  // namespace halftone::test
