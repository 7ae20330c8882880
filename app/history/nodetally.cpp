// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/history/nodetally.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "backend/consul/instances.h"

namespace halftone::app {

namespace {

using nlohmann::json;

// The sum of the samples of a family, or nothing if it has none.
std::optional<std::uint64_t> sumOf(const QByteArray& page, const QByteArray& family) {
  std::optional<std::uint64_t> sum;
  for (const QByteArray& line : page.split('\n')) {
    if (!line.startsWith(family) || line.size() <= family.size()) continue;
    const char next = line[family.size()];
    if (next != '{' && next != ' ') continue;
    bool ok = false;
    const double value = line.mid(line.lastIndexOf(' ') + 1).toDouble(&ok);
    if (ok && value >= 0 && value < 9e15) sum = sum.value_or(0) + static_cast<std::uint64_t>(value);
  }
  return sum;
}

}  // namespace

std::optional<NodeTally::Resumes> readResumes(const QByteArray& page) {
  const auto recovered = sumOf(page, "halftone_chat_rooms_recovered_total");
  const auto unrecovered = sumOf(page, "halftone_chat_rooms_unrecovered_total");
  const auto refused = sumOf(page, "halftone_chat_resumes_refused_total");
  if (!recovered && !unrecovered && !refused) return std::nullopt;
  return NodeTally::Resumes{recovered.value_or(0), unrecovered.value_or(0) + refused.value_or(0)};
}

QString detailOf(const DemoFaults& faults) {
  return QStringLiteral("%1 %2").arg(faults.errorRate * 100).arg(faults.latencyMs);
}

void NodeTally::setInstances(const QByteArray& body) {
  const auto instances = consul::parseInstances(body);
  if (!instances) return;
  std::map<QString, Node> nodes;
  std::map<QString, Resumes> last;
  for (const consul::Instance& instance : *instances) {
    const auto admin = instance.meta.find("admin");
    const auto version = instance.meta.find("version");
    if (admin == instance.meta.end() || version == instance.meta.end() || nodes.size() >= kMaxNodes) continue;
    const QString id = QString::fromStdString(instance.id);
    Node node{admin->second, QString::fromStdString(version->second)};
    const auto known = m_nodes.find(id);
    const auto counted = m_last.find(id);
    if (known != m_nodes.end() && counted != m_last.end() && known->second.admin == node.admin &&
        known->second.version == node.version)
      last.insert(*counted);
    nodes.insert_or_assign(id, std::move(node));
  }
  m_nodes = std::move(nodes);
  m_last = std::move(last);
}

bool NodeTally::takeMetrics(const QString& id, const QByteArray& page) {
  const auto now = readResumes(page);
  if (!now) return false;
  // A counter that fell is of another process: all of it is new.
  const auto grown = [](std::uint64_t before, std::uint64_t after) {
    return after >= before ? after - before : after;
  };
  if (const auto last = m_last.find(id); last != m_last.end()) {
    Resumes& sum = m_resumes[m_nodes.at(id).version];
    sum.resumed += grown(last->second.resumed, now->resumed);
    sum.refused += grown(last->second.refused, now->refused);
  }
  m_last.insert_or_assign(id, *now);
  return true;
}

std::optional<DemoFaults> NodeTally::takeFaults(const QString& id, const QByteArray& body) {
  const json faults = json::parse(body.begin(), body.end(), nullptr, false);
  if (!faults.is_object()) return std::nullopt;
  const auto rate = faults.find("errorRate");
  const auto latency = faults.find("latencyMs");
  if (rate == faults.end() || !rate->is_number() || latency == faults.end() || !latency->is_number())
    return std::nullopt;
  DemoFaults now;
  now.version = m_nodes.at(id).version;
  now.errorRate = std::clamp(rate->get<double>(), 0.0, 1.0);
  now.latencyMs = static_cast<int>(std::clamp(latency->get<double>(), 0.0, 600'000.0));
  const auto known = m_faults.find(now.version);
  const bool isFirst = known == m_faults.end();
  if (!isFirst && known->second == now) return std::nullopt;
  m_faults.insert_or_assign(now.version, now);
  return isFirst ? std::nullopt : std::optional(now);
}

std::map<QString, NodeTally::Resumes> NodeTally::takeResumes() {
  return std::exchange(m_resumes, {});
}

}  // namespace halftone::app
