// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTemporaryDir>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/base/result.h"
#include "server/demo/childprocess.h"

namespace halftone::demo {

// The demo's processes: a registry (unless there is a Consul), two chat nodes of each of two versions, a
// proxy. Starts them in the order of their needs and ends them all. Lives in the main thread.
class Fleet : public QObject {
  Q_OBJECT
 public:
  struct Member {
    std::string id;
    std::string role;                       // registry, chat, proxy
    std::string version;                    // of chat nodes
    std::string address;                    // HOST:PORT once ready
    std::string admin;                      // URL once ready, if it has one
    std::unique_ptr<ChildProcess> process;  // none for a Consul that is not ours
  };

  // `consulUrl` empty: a registry of our own.
  Fleet(std::string service, std::string consulUrl, QObject* parent = nullptr);
  ~Fleet() override;

  [[nodiscard]] Result<void> start();
  void stop(std::function<void()> done);

  [[nodiscard]] const std::vector<Member>& members() const { return m_members; }
  [[nodiscard]] Member* find(std::string_view id);
  [[nodiscard]] const Member* proxy() const;
  [[nodiscard]] const std::string& consulUrl() const { return m_consulUrl; }
  [[nodiscard]] const std::string& service() const { return m_service; }

 signals:
  void registryReady();             // the registry answers; chat nodes and proxy are about to start
  void allReady();                  // every process has said so, once
  void changed();                   // a state, an address
  void failed(const QString& why);  // it cannot start at all

 private:
  Member& add(std::string id, std::string role, std::string version, QStringList arguments);
  void startRest();
  void memberReady(Member& member);
  void stopRegistry();

  std::string m_service;
  std::string m_consulUrl;
  bool m_ownRegistry;
  bool m_wasReady = false;
  bool m_stopping = false;
  QTemporaryDir m_data;
  std::vector<Member> m_members;
  std::function<void()> m_stopped;
};

}  // namespace halftone::demo
