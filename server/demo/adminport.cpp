// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/adminport.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "server/demo/crowd.h"
#include "server/demo/fleet.h"

namespace halftone::demo {

namespace {

using namespace std::chrono_literals;
using json = nlohmann::ordered_json;
using net::HttpResponse;

Q_LOGGING_CATEGORY(log, "halftone.demo.admin")

constexpr auto kBeat = 500ms;
constexpr std::size_t kMaxBacklog = 256 * 1024;  // a slow reader misses beats above this
constexpr std::size_t kMaxStreams = 64;
constexpr int kMaxLatencyMs = 10'000;
constexpr std::string_view kPrefix = "/v1/demo/";
constexpr std::string_view kScheme = "http://";

std::optional<double> number(const json& body, const char* key, double low, double high) {
  const auto found = body.find(key);
  if (found == body.end() || !found->is_number()) return std::nullopt;
  const auto value = found->get<double>();
  if (!(value >= low && value <= high)) return std::nullopt;
  return value;
}

json describe(const Fleet::Member& member, CpuMeter& meter) {
  const ChildProcess* process = member.process.get();
  const qint64 pid = process != nullptr ? process->pid() : 0;
  const CpuMeter::Reading usage = meter.look(pid);
  return {{"id", member.id},
          {"role", member.role},
          {"version", member.version},
          {"pid", pid},
          {"state", process != nullptr ? toString(process->state()) : "running"},
          {"address", member.address},
          {"admin", member.admin},
          {"cpuPercent", usage.cpuPercent},
          {"rssBytes", usage.rssBytes},
          {"restarts", process != nullptr ? process->restarts() : 0}};
}

}  // namespace

AdminPort::AdminPort(Fleet* fleet, Crowd* crowd, QObject* parent)
    : QObject(parent),
      m_fleet(fleet),
      m_crowd(crowd),
      m_epoch(QString::number(QRandomGenerator::global()->generate(), 16).toStdString()) {
  for (const Fleet::Member& member : fleet->members()) {
    if (member.role == "chat") m_faults[member.version];
  }
  connect(fleet, &Fleet::changed, this, [this] {
    remindRestarted();
    broadcast();
  });
  connect(&m_beat, &QTimer::timeout, this, &AdminPort::broadcast);
  m_beat.start(kBeat);
}

AdminPort::~AdminPort() {
  for (net::WebSocketPeer* peer : m_streams) peer->closed = nullptr;
}

Result<void> AdminPort::listen(const net::SocketAddress& address) {
  auto server = net::HttpServer::listen(
      address, {}, [this](const net::HttpRequest& request, const net::HttpResponder& responder) {
        handle(request, responder);
      });
  if (!server) return tl::unexpected(server.error());
  m_server = std::move(*server);
  return {};
}

std::string AdminPort::url() const {
  return "http://" + m_server->address().toString();
}

void AdminPort::handle(const net::HttpRequest& request, const net::HttpResponder& responder) {
  if (request.path == "/v1/stream") return openStream(responder);
  if (request.method == "PUT") return responder.send(change(request));
  if (request.method != "GET") return responder.send(HttpResponse::text(405, "GET and PUT only\n"));
  if (request.path == "/health") return responder.send(HttpResponse::json(200, R"({"status":"ok"})"));
  if (request.path == "/v1/demo") return responder.send(HttpResponse::json(200, frame()));
  responder.send(HttpResponse::text(404, "there is nothing at " + request.path + "\n"));
}

void AdminPort::openStream(const net::HttpResponder& responder) {
  if (m_streams.size() >= kMaxStreams) return responder.send(HttpResponse::text(503, "too many streams\n"));
  net::WebSocketPeer* peer = responder.upgrade();
  if (peer == nullptr) return;
  m_streams.insert(peer);
  peer->closed = [this, peer] { m_streams.erase(peer); };
  peer->sendText(frame());
}

HttpResponse AdminPort::change(const net::HttpRequest& request) {
  if (!request.path.starts_with(kPrefix))
    return HttpResponse::text(404, "there is nothing at " + request.path + "\n");
  const std::string rest = request.path.substr(kPrefix.size());
  const std::size_t slash = rest.find('/');
  const std::string what = rest.substr(0, slash);
  const std::string which = slash == std::string::npos ? "" : rest.substr(slash + 1);
  if (what == "crowd" && which.empty()) return changeCrowd(request.body);
  if (what == "processes") return changeProcess(which, request.body);
  if (what == "faults") return changeFaults(which, request.body);
  return HttpResponse::text(404, "there is nothing at " + request.path + "\n");
}

HttpResponse AdminPort::changeCrowd(const std::string& body) {
  const json wanted = json::parse(body, nullptr, false);
  const auto users = wanted.is_object() ? number(wanted, "users", 0, Crowd::kMaxUsers) : std::nullopt;
  if (!users) {
    return HttpResponse::text(
        400, "users: a number from 0 to " + std::to_string(Crowd::kMaxUsers) + " is needed\n");
  }
  m_crowd->setUsers(static_cast<int>(*users));
  broadcast();
  return HttpResponse::json(200, frame());
}

HttpResponse AdminPort::changeProcess(const std::string& id, const std::string& body) {
  Fleet::Member* member = m_fleet->find(id);
  if (member == nullptr || !member->process)
    return HttpResponse::text(404, "no process '" + id + "' of the demo\n");
  if (member->role != "chat") {
    return HttpResponse::text(409, id + " carries all others: only chat nodes can be killed and stopped\n");
  }
  const json wanted = json::parse(body, nullptr, false);
  const std::string action = wanted.is_object() ? wanted.value("action", json()).dump() : "";
  if (action == R"("kill")") {
    member->process->kill();
  } else if (action == R"("stop")") {
    member->process->terminate();
  } else if (action == R"("start")") {
    member->process->start();
  } else {
    return HttpResponse::text(400, "action: \"kill\", \"stop\" or \"start\" is needed\n");
  }
  return HttpResponse::json(200, frame());
}

HttpResponse AdminPort::changeFaults(const std::string& version, const std::string& body) {
  const auto faults = m_faults.find(version);
  if (faults == m_faults.end()) return HttpResponse::text(404, "no version '" + version + "' in the demo\n");
  const json wanted = json::parse(body, nullptr, false);
  const auto errorRate = wanted.is_object() ? number(wanted, "errorRate", 0, 1) : std::nullopt;
  const auto latencyMs = wanted.is_object() ? number(wanted, "latencyMs", 0, kMaxLatencyMs) : std::nullopt;
  if (!errorRate || !latencyMs) {
    return HttpResponse::text(400, "errorRate (0 to 1) and latencyMs (0 to 10000) are needed\n");
  }
  faults->second = {*errorRate, static_cast<int>(*latencyMs)};
  for (const Fleet::Member& member : m_fleet->members()) {
    if (member.role == "chat" && member.version == version) tellFaults(member, faults->second);
  }
  broadcast();
  return HttpResponse::json(200, frame());
}

void AdminPort::tellFaults(const Fleet::Member& member, const Faults& faults) {
  if (member.process->state() != ChildProcess::State::Running) return;
  m_told[member.id] = member.process->pid();
  const auto address = net::SocketAddress::parse(std::string_view(member.admin).substr(kScheme.size()));
  if (!address) return;
  net::ClientRequest request;
  request.to = *address;
  request.method = "PUT";
  request.target = "/v1/faults";
  request.body = json{{"errorRate", faults.errorRate}, {"latencyMs", faults.latencyMs}}.dump();
  request.timeout = 3s;
  m_client.send(std::move(request), [this, id = member.id](const Result<HttpResponse>& response) {
    if (response && response->status == 200) return;
    qCWarning(log, "%s did not take its faults: %s", id.c_str(),
              response ? response->body.c_str() : response.error().toString().c_str());
    m_told.erase(id);
  });
}

// A node that came back has forgotten its faults.
void AdminPort::remindRestarted() {
  for (const Fleet::Member& member : m_fleet->members()) {
    if (member.role != "chat") continue;
    const Faults& faults = m_faults[member.version];
    const bool none = faults.errorRate == 0 && faults.latencyMs == 0;
    if (!none && m_told[member.id] != member.process->pid()) tellFaults(member, faults);
  }
}

std::string AdminPort::frame() {
  const Crowd::Numbers crowd = m_crowd->numbers();
  json frame{{"type", "demo"}, {"epoch", m_epoch}, {"time", QDateTime::currentMSecsSinceEpoch()}};
  frame["crowd"] = {{"users", crowd.users},
                    {"maxUsers", Crowd::kMaxUsers},
                    {"requestsPerSecond", crowd.requestsPerSecond},
                    {"requests", crowd.requests},
                    {"failed", crowd.failed},
                    {"sessions", crowd.sessions},
                    {"reconnects", crowd.reconnects}};
  frame["processes"] = json::array();
  for (const Fleet::Member& member : m_fleet->members())
    frame["processes"].push_back(describe(member, m_meter));
  const qint64 self = QCoreApplication::applicationPid();
  const CpuMeter::Reading usage = m_meter.look(self);
  frame["processes"].push_back({{"id", "crowd"},
                                {"role", "crowd"},
                                {"version", ""},
                                {"pid", self},
                                {"state", "running"},
                                {"address", ""},
                                {"admin", url()},
                                {"cpuPercent", usage.cpuPercent},
                                {"rssBytes", usage.rssBytes},
                                {"restarts", 0}});
  frame["faults"] = json::array();
  for (const auto& [version, faults] : m_faults) {
    frame["faults"].push_back(
        {{"version", version}, {"errorRate", faults.errorRate}, {"latencyMs", faults.latencyMs}});
  }
  return frame.dump();
}

void AdminPort::broadcast() {
  if (m_streams.empty()) return;
  const std::string text = frame();
  const std::set<net::WebSocketPeer*> streams = m_streams;  // a send may close one
  for (net::WebSocketPeer* peer : streams) {
    if (m_streams.contains(peer) && peer->bufferedBytes() < kMaxBacklog) peer->sendText(text);
  }
}

}  // namespace halftone::demo
