// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QStringList>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/base/result.h"
#include "backend/consul/client.h"
#include "server/net/socket.h"

// What every role of halftone-server has: options, the line that says it is ready, and its end.
namespace halftone::role {

// Options of a role as `--name value` and `--name=value`, read once; errors name the option.
class Options {
 public:
  struct Known {
    const char* name;   // without "--"
    const char* value;  // its placeholder in the help, null for a switch
    const char* help;
    bool required = false;
  };
  [[nodiscard]] static Result<Options> parse(const QStringList& arguments, const std::vector<Known>& known);
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::string value(std::string_view name, std::string fallback = {}) const;
  [[nodiscard]] Result<int> number(std::string_view name, int fallback, int low, int high) const;
  [[nodiscard]] Result<net::SocketAddress> address(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> m_values;
};

[[nodiscard]] std::string usage(std::string_view role, const std::vector<Options::Known>& known);

// Whether --consul or CONSUL_HTTP_ADDR tells where Consul is.
[[nodiscard]] bool isConsulGiven(const Options& options);
// The agents of --consul, else of CONSUL_HTTP_ADDR, with token and TLS of the environment, all as Consul's
// own tools read them (consul::endpointOfEnvironment).
[[nodiscard]] Result<consul::Endpoint> consulEndpoint(const Options& options);

// Prints the line that says the role is ready, JSON, and flushes: scripts wait for it.
void printReady(const std::string& json);
// Says on stderr why the role cannot start or go on, and gives the exit code for main.
[[nodiscard]] int fatal(const Error& error);

// Calls back in the event loop, once, at the first SIGTERM or SIGINT; a second one ends the process at once.
// Construct after the application object, before any thread starts.
class Termination {
 public:
  explicit Termination(std::function<void()> requested);
  ~Termination();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

// The entry of a role, as main.cpp calls it with the arguments after the role's name. The application object
// exists already and runs on an EpollDispatcher.
using Entry = int (*)(const QStringList& arguments);

}  // namespace halftone::role
