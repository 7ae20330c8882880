// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/history/nodecounters.h"

#include <QUrl>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/feeds/pagefetch.h"
#include "app/feeds/streamsocket.h"
#include "backend/consul/instances.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr std::chrono::seconds kInterval{5};
constexpr std::chrono::seconds kPatience{4};
constexpr qint64 kMaxBytes = 1024 * 1024;

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

std::optional<NodeCounters::Resumes> readResumes(const QByteArray& page) {
  const auto recovered = sumOf(page, "halftone_chat_rooms_recovered_total");
  const auto unrecovered = sumOf(page, "halftone_chat_rooms_unrecovered_total");
  const auto refused = sumOf(page, "halftone_chat_resumes_refused_total");
  if (!recovered && !unrecovered && !refused) return std::nullopt;
  return NodeCounters::Resumes{recovered.value_or(0), unrecovered.value_or(0) + refused.value_or(0)};
}

NodeCounters::NodeCounters(const consul::Endpoint& endpoint, const QString& service, QObject* parent)
    : QObject(parent) {
  const QString name = QString::fromLatin1(QUrl::toPercentEncoding(service));
  m_watch =
      std::make_unique<consul::Watch>(endpoint, QStringLiteral("/v1/health/service/") + name, QString());
  connect(m_watch.get(), &consul::Watch::changed, this,
          [this](const consul::Answer& answer) { takeInstances(answer.body); });
  m_timer.setInterval(kInterval);
  connect(&m_timer, &QTimer::timeout, this, &NodeCounters::ask);
}

NodeCounters::~NodeCounters() = default;

void NodeCounters::start() {
  m_watch->start();
  m_timer.start();
}

void NodeCounters::takeInstances(const QByteArray& body) {
  const auto instances = consul::parseInstances(body);
  if (!instances) return;
  std::map<QString, Node> nodes;
  for (const consul::Instance& instance : *instances) {
    const auto admin = instance.meta.find("admin");
    const auto version = instance.meta.find("version");
    if (admin == instance.meta.end() || version == instance.meta.end() || nodes.size() >= kMaxNodes) continue;
    const QString id = QString::fromStdString(instance.id);
    const auto known = m_nodes.find(id);
    nodes[id] = known != m_nodes.end() && known->second.admin == admin->second
                    ? known->second
                    : Node{admin->second, QString::fromStdString(version->second), std::nullopt, true};
  }
  m_nodes = std::move(nodes);
  ask();
}

void NodeCounters::ask() {
  for (const auto& [id, node] : m_nodes) {
    if (!node.isChat) continue;
    askFor(id, QStringLiteral("/metrics"), &NodeCounters::takeMetrics);
    askFor(id, QStringLiteral("/v1/faults"), &NodeCounters::takeFaults);
  }
}

void NodeCounters::askFor(const QString& id, const QString& path,
                          void (NodeCounters::*take)(const QString&, const QByteArray&)) {
  const auto url = adminUrl(m_nodes.at(id).admin, path);
  if (!url) return;
  fetchPage(m_network, *url, kMaxBytes, kPatience, this, [this, id, take](const QByteArray& body) {
    if (m_nodes.contains(id)) (this->*take)(id, body);
  });
}

void NodeCounters::takeMetrics(const QString& id, const QByteArray& page) {
  Node& node = m_nodes.at(id);
  const auto now = readResumes(page);
  node.isChat = now.has_value();
  if (!now) return;
  // A counter that fell is of another process: all of it is new.
  const auto grown = [](std::uint64_t before, std::uint64_t after) {
    return after >= before ? after - before : after;
  };
  if (node.last) {
    Resumes& sum = m_resumes[node.version];
    sum.resumed += grown(node.last->resumed, now->resumed);
    sum.refused += grown(node.last->refused, now->refused);
  }
  node.last = now;
}

void NodeCounters::takeFaults(const QString& id, const QByteArray& body) {
  const json faults = json::parse(body.begin(), body.end(), nullptr, false);
  if (!faults.is_object()) return;
  const auto rate = faults.find("errorRate");
  const auto latency = faults.find("latencyMs");
  if (rate == faults.end() || !rate->is_number() || latency == faults.end() || !latency->is_number()) return;
  DemoFaults now;
  now.version = m_nodes.at(id).version;
  now.errorRate = std::clamp(rate->get<double>(), 0.0, 1.0);
  now.latencyMs = static_cast<int>(std::clamp(latency->get<double>(), 0.0, 600'000.0));
  const auto known = m_faults.find(now.version);
  if (known != m_faults.end() && known->second == now) return;
  const bool first = known == m_faults.end();
  m_faults[now.version] = now;
  if (!first) emit faultsChanged(now);
}

std::map<QString, NodeCounters::Resumes> NodeCounters::takeResumes() {
  return std::exchange(m_resumes, {});
}

}  // namespace halftone::app
