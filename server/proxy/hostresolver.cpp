// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/hostresolver.h"

#include <QHostInfo>
#include <QLoggingCategory>
#include <QPointer>
#include <utility>

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcResolver, "halftone.proxy.resolver")

void lookUp(const std::string& host, HostResolver::Answer answer) {
  QHostInfo::lookupHost(QString::fromStdString(host), [answer = std::move(answer)](const QHostInfo& info) {
    if (info.error() != QHostInfo::NoError || info.addresses().isEmpty()) {
      answer(std::nullopt, info.errorString().toStdString());
      return;
    }
    // The resolver's order is the one that RFC 6724 wants.
    answer(info.addresses().constFirst().toString().toStdString(), {});
  });
}

}  // namespace

HostResolver::HostResolver(QObject* parent) : HostResolver(lookUp, kRefresh, parent) {}

HostResolver::HostResolver(Lookup lookup, std::chrono::milliseconds refresh, QObject* parent)
    : QObject(parent), m_lookup(std::move(lookup)) {
  m_refresh.setInterval(refresh);
  connect(&m_refresh, &QTimer::timeout, this, [this] {
    std::set<std::string> hosts;
    for (const auto& [host, address] : m_addresses) hosts.insert(host);
    for (const std::string& host : hosts) ask(host);
  });
}

void HostResolver::follow(const std::set<std::string>& hosts) {
  std::erase_if(m_addresses, [&](const auto& entry) { return !hosts.contains(entry.first); });
  for (const std::string& host : hosts) {
    if (m_addresses.try_emplace(host).second) ask(host);
  }
  if (m_addresses.empty()) {
    m_refresh.stop();
  } else if (!m_refresh.isActive()) {
    m_refresh.start();
  }
}

std::optional<std::string> HostResolver::addressOf(const std::string& host) const {
  const auto found = m_addresses.find(host);
  return found == m_addresses.end() ? std::nullopt : found->second;
}

void HostResolver::ask(const std::string& host) {
  m_lookup(host, [self = QPointer<HostResolver>(this), host](std::optional<std::string> address,
                                                             const std::string& why) {
    if (self == nullptr) return;
    const auto known = self->m_addresses.find(host);
    if (known == self->m_addresses.end()) return;  // nobody asks any more
    if (!address) {
      qCWarning(lcResolver, "host %s: %s%s", host.c_str(), why.c_str(),
                known->second ? "; its last address stays" : "");
      return;
    }
    if (known->second == address) return;
    known->second = std::move(address);
    emit self->changed();
  });
}

}  // namespace halftone::proxy
