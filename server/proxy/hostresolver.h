// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace halftone::proxy {

// The addresses of hosts by whose names instances are registered, asked for off the data plane and again
// every kRefresh (the system's resolver tells no time to live). A host that cannot be resolved any more keeps
// the last address that it had. Main thread.
class HostResolver : public QObject {
  Q_OBJECT
 public:
  static constexpr std::chrono::seconds kRefresh{30};
  // Answers with an address without port ("10.0.0.7", "2001:db8::7"), or nothing and why.
  using Answer = std::function<void(std::optional<std::string> address, std::string why)>;
  using Lookup = std::function<void(const std::string& host, Answer answer)>;

  explicit HostResolver(QObject* parent = nullptr);
  HostResolver(Lookup lookup, std::chrono::milliseconds refresh, QObject* parent = nullptr);

  // From now on these hosts are looked after, and no others.
  void follow(const std::set<std::string>& hosts);
  // Nothing: not known yet, or there is none.
  [[nodiscard]] std::optional<std::string> addressOf(const std::string& host) const;

 signals:
  void changed();

 private:
  void ask(const std::string& host);

  Lookup m_lookup;
  QTimer m_refresh;
  std::map<std::string, std::optional<std::string>> m_addresses;
};

}  // namespace halftone::proxy
