// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/fleet.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace halftone::demo {

namespace {

using nlohmann::json;

struct Node {
  const char* id;
  const char* version;
};
constexpr std::array kNodes{Node{"chat-1", "v1"}, Node{"chat-2", "v1"}, Node{"chat-3", "v2"},
                            Node{"chat-4", "v2"}};
constexpr std::size_t kMostMembers = 2 + kNodes.size();

const QString kFreePort = QStringLiteral("127.0.0.1:0");

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Fleet::Fleet(std::string service, std::string consulUrl, QObject* parent)
    : QObject(parent),
      m_service(std::move(service)),
      m_consulUrl(std::move(consulUrl)),
      m_ownRegistry(m_consulUrl.empty()) {
  m_members.reserve(kMostMembers);  // references to members stay valid
}

Fleet::~Fleet() = default;

Result<void> Fleet::start() {
  if (!m_data.isValid())
    return fail(ErrorCode::Io, m_data.path().toStdString(), m_data.errorString().toStdString());
  if (m_ownRegistry) {
    add("registry", "registry", "",
        {QStringLiteral("registry"), QStringLiteral("--listen"), kFreePort, QStringLiteral("--data"),
         m_data.filePath(QStringLiteral("registry"))});
    m_members.back().process->start();
    return {};
  }
  Member consul;
  consul.id = "consul";
  consul.role = "registry";
  consul.admin = m_consulUrl;
  m_members.push_back(std::move(consul));
  startRest();
  return {};
}

Fleet::Member& Fleet::add(std::string id, std::string role, std::string version, QStringList arguments) {
  Member member;
  member.id = std::move(id);
  member.role = std::move(role);
  member.version = std::move(version);
  // Without registry or proxy there is no demo; a chat node that dies is what the demo is there to show.
  const auto onCrash =
      member.role == "chat" ? ChildProcess::OnCrash::StayDown : ChildProcess::OnCrash::Relaunch;
  member.process =
      std::make_unique<ChildProcess>(QString::fromStdString(member.id), onCrash,
                                     QCoreApplication::applicationFilePath(), std::move(arguments));
  m_members.push_back(std::move(member));
  Member& added = m_members.back();
  connect(added.process.get(), &ChildProcess::ready, this, [this, &added] { memberReady(added); });
  connect(added.process.get(), &ChildProcess::stateChanged, this, [this, &added] {
    emit changed();
    if (m_wasReady || added.process->state() != ChildProcess::State::Failed || added.role != "chat") return;
    emit failed(QStringLiteral("%1 did not start; what it said is above").arg(added.process->id()));
  });
  return added;
}

void Fleet::startRest() {
  emit registryReady();
  const QString consul = QString::fromStdString(m_consulUrl);
  const QString service = QString::fromStdString(m_service);
  const QString backplane = QStringLiteral("sqlite:") + m_data.filePath(QStringLiteral("chat.db"));
  for (const Node& node : kNodes) {
    const QString id = QString::fromUtf8(node.id);
    add(node.id, "chat", node.version,
        {QStringLiteral("chat"), QStringLiteral("--listen"), kFreePort, QStringLiteral("--admin"), kFreePort,
         QStringLiteral("--version"), QString::fromUtf8(node.version), QStringLiteral("--node"), id,
         QStringLiteral("--service"), service, QStringLiteral("--consul"), consul,
         QStringLiteral("--backplane"), backplane});
  }
  // The crowd tells its users' addresses by X-Forwarded-For, so the proxy has to believe loopback. Its cookie
  // user-type is no secret, and a rule of the first policy looks at it: samples show it.
  add("proxy-1", "proxy", "",
      {QStringLiteral("proxy"), QStringLiteral("--service"), service, QStringLiteral("--listen"), kFreePort,
       QStringLiteral("--admin"), kFreePort, QStringLiteral("--consul"), consul, QStringLiteral("--node"),
       QStringLiteral("proxy-1"), QStringLiteral("--trusted"), QStringLiteral("127.0.0.1/32"),
       QStringLiteral("--keep-cookies"), QStringLiteral("user-type"), QStringLiteral("--workers"),
       QStringLiteral("2")});
  for (Member& member : m_members) {
    if (member.process && member.role != "registry") member.process->start();
  }
}

void Fleet::memberReady(Member& member) {
  const json line = json::parse(member.process->readyLine(), nullptr, false);
  member.address = line.is_object() ? text(line, "listen") : std::string();
  if (member.address.empty()) {
    emit failed(QStringLiteral("%1 said something else than its address when it was ready: %2")
                    .arg(member.process->id(), QString::fromStdString(member.process->readyLine())));
    return;
  }
  const std::string admin = text(line, "admin");
  if (!admin.empty()) member.admin = "http://" + admin;
  emit changed();
  if (member.role != "chat") {
    // The same ports after a restart: the others, the crowd and the console know it by them.
    member.process->setOption(QStringLiteral("listen"), QString::fromStdString(member.address));
    member.process->setOption(QStringLiteral("admin"), QString::fromStdString(admin));
  }
  if (member.role == "registry") {
    member.admin = "http://" + member.address;
    if (m_members.size() == 1) {
      m_consulUrl = member.admin;
      startRest();
    }
    return;
  }
  const bool all = std::all_of(m_members.begin(), m_members.end(), [](const Member& each) {
    return !each.process || each.process->state() == ChildProcess::State::Running;
  });
  if (all && !m_wasReady) {
    m_wasReady = true;
    emit allReady();
  }
}

Fleet::Member* Fleet::find(std::string_view id) {
  const auto found =
      std::find_if(m_members.begin(), m_members.end(), [&](const Member& m) { return m.id == id; });
  return found == m_members.end() ? nullptr : &*found;
}

const Fleet::Member* Fleet::proxy() const {
  const auto found =
      std::find_if(m_members.begin(), m_members.end(), [](const Member& m) { return m.role == "proxy"; });
  return found == m_members.end() ? nullptr : &*found;
}

void Fleet::stop(std::function<void()> done) {
  if (m_stopping) return;
  m_stopping = true;
  m_stopped = std::move(done);
  const auto checkDown = [this] {
    const bool down = std::all_of(m_members.begin(), m_members.end(), [](const Member& each) {
      return each.role == "registry" || !each.process || each.process->isDown();
    });
    if (down) stopRegistry();
  };
  for (Member& member : m_members) {
    if (!member.process || member.role == "registry") continue;
    connect(member.process.get(), &ChildProcess::down, this, checkDown, Qt::QueuedConnection);
    member.process->terminate();
  }
  checkDown();
}

// Last, so that the others can still deregister.
void Fleet::stopRegistry() {
  if (!m_stopped) return;
  const std::function<void()> done = std::exchange(m_stopped, nullptr);
  Member* registry = find("registry");
  if (registry == nullptr || registry->process->isDown()) return done();
  connect(registry->process.get(), &ChildProcess::down, this, done, Qt::QueuedConnection);
  registry->process->terminate();
}

}  // namespace halftone::demo
