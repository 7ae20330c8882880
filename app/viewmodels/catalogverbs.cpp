// SPDX-License-Identifier: GPL-3.0-or-later
// The part of CatalogViewModel that is about what can be done with instances: copies for other tools, and
// maintenance.
#include <QClipboard>
#include <QGuiApplication>
#include <QUrl>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/feeds/catalogfeed.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/identityfeed.h"
#include "app/feeds/maintenance.h"
#include "app/viewmodels/catalogrows.h"
#include "app/viewmodels/catalogviewmodel.h"

namespace halftone::app {

namespace {

constexpr qsizetype kNamesSaid = 6;

QString encoded(const QString& text) {
  return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QString healthPath(const std::string& service) {
  return QStringLiteral("/v1/health/service/") + encoded(QString::fromStdString(service));
}

QString idsExpression(const std::vector<consul::Instance>& instances) {
  QStringList terms;
  for (const consul::Instance& instance : instances)
    terms << QStringLiteral("Service.ID == \"%1\"").arg(QString::fromStdString(instance.id));
  return terms.join(QStringLiteral(" or "));
}

// In single quotes for a shell.
QString quoted(const QUrl& url) {
  QString text = url.toString(QUrl::StripTrailingSlash | QUrl::RemoveUserInfo | QUrl::FullyEncoded);
  return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QStringLiteral("%27")) + QLatin1Char('\'');
}

// The token by its variable: a command line ends up in other people's hands.
QString tokenArgument(const consul::Endpoint& endpoint) {
  return endpoint.token.isEmpty() ? QString() : QStringLiteral("-H \"X-Consul-Token: $CONSUL_HTTP_TOKEN\" ");
}

QString namesOf(const std::vector<consul::Instance>& instances) {
  QStringList names;
  for (const consul::Instance& instance : instances) names << QString::fromStdString(instance.id);
  const qsizetype more = names.size() - kNamesSaid;
  QString text = names.mid(0, kNamesSaid).join(QStringLiteral(", "));
  if (more > 0) text += CatalogViewModel::tr(" and %1 more").arg(more);
  return text;
}

// Whether an entry of /v1/health/service or /v1/catalog/node's Services is this instance.
bool isOf(const nlohmann::ordered_json& entry, const consul::Instance& instance) {
  const auto text = [](const nlohmann::ordered_json& object, const char* first, const char* second) {
    if (!object.is_object() || !object.contains(first) || !object[first].is_object()) return std::string();
    const auto found = object[first].find(second);
    return found != object[first].end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  return text(entry, "Service", "ID") == instance.id && text(entry, "Node", "Node") == instance.node;
}

}  // namespace

struct CatalogViewModel::EntryRead {
  std::vector<consul::Instance> wanted;
  std::vector<std::string> services;  // to be read yet
  nlohmann::ordered_json entries = nlohmann::ordered_json::array();
};

struct CatalogViewModel::Switching {
  std::vector<consul::Instance> instances;
  bool on = false;
  QString reason;
  std::size_t next = 0;
  QStringList refused;
};

void CatalogViewModel::copyAddress(const QString& row) {
  const auto instance = instanceAt(row);
  if (!instance) return;
  const QString host = QString::fromStdString(instance->address);
  const QString address = host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]").arg(host) : host;
  const QString text =
      instance->port == 0 ? address : QStringLiteral("%1:%2").arg(address).arg(instance->port);
  QGuiApplication::clipboard()->setText(text);
  setAction(tr("Copied %1.").arg(text), {});
}

QString CatalogViewModel::readCommand(const QString& path, const QString& expression) const {
  const consul::Endpoint& endpoint = m_consul->endpoint();
  QStringList query;
  if (!expression.isEmpty()) query << QStringLiteral("filter=") + encoded(expression);
  if (!endpoint.datacenter.isEmpty()) query << QStringLiteral("dc=") + encoded(endpoint.datacenter);
  const QString base =
      endpoint.url.toString(QUrl::StripTrailingSlash | QUrl::RemoveUserInfo | QUrl::FullyEncoded);
  const QString tail = query.isEmpty() ? QString() : QLatin1Char('?') + query.join(QLatin1Char('&'));
  return QStringLiteral("curl -s ") + tokenArgument(endpoint) + quoted(QUrl(base + path + tail));
}

void CatalogViewModel::copyCommands(const QStringList& commands) {
  QGuiApplication::clipboard()->setText(commands.join(QLatin1Char('\n')));
  setAction(commands.size() == 1 ? tr("Copied a cURL command.")
                                 : tr("Copied %1 cURL commands.").arg(commands.size()),
            {});
}

void CatalogViewModel::copyCurl(const QString& row) {
  if (m_selected.isEmpty()) return;
  const auto instance = instanceAt(row);
  copyCommands({instance ? readCommand(healthPath(instance->service), idsExpression({*instance}))
                         : readCommand(selectedPath(), m_expression.trimmed())});
}

void CatalogViewModel::copyMarkedCurl() {
  std::map<std::string, std::vector<consul::Instance>> services;
  for (const consul::Instance& instance : markedInstances()) services[instance.service].push_back(instance);
  QStringList commands;
  for (const auto& [service, instances] : services)
    commands << readCommand(healthPath(service), idsExpression(instances));
  if (!commands.isEmpty()) copyCommands(commands);
}

void CatalogViewModel::copyMaintenanceCurl(bool on) {
  m_maintenance->findAgents(markedInstances(), this, [this, on](const auto& agents) {
    if (!agents) return setAction({}, QString::fromStdString(agents.error().toString()));
    QStringList commands;
    for (const auto& [instance, endpoint] : *agents) {
      commands << QStringLiteral("curl -s -X PUT ") + tokenArgument(endpoint) +
                      quoted(Maintenance::urlOf(endpoint, instance, on, {}));
    }
    if (!commands.isEmpty()) copyCommands(commands);
  });
}

void CatalogViewModel::copyJson(const QString& row) {
  if (m_selected.isEmpty()) return;
  if (const auto instance = instanceAt(row))
    copyInstances({*instance});
  else
    copyBody();
}

void CatalogViewModel::copyMarkedJson() {
  if (const auto instances = markedInstances(); !instances.empty()) copyInstances(instances);
}

void CatalogViewModel::copyText(const nlohmann::ordered_json& document) {
  QGuiApplication::clipboard()->setText(
      QString::fromStdString(document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));
  setAction(tr("Copied as JSON."), {});
}

void CatalogViewModel::copyBody() {
  m_consul->client()->get(selectedPath(), QString(), this, [this](const Result<consul::Answer>& answer) {
    if (!answer) return setAction({}, QString::fromStdString(answer.error().message));
    const auto document =
        nlohmann::ordered_json::parse(answer->body.begin(), answer->body.end(), nullptr, false);
    if (document.is_discarded()) return setAction({}, tr("Consul's answer is no JSON."));
    copyText(document);
  });
}

void CatalogViewModel::copyInstances(const std::vector<consul::Instance>& instances) {
  auto read = std::make_shared<EntryRead>();
  read->wanted = instances;
  for (const consul::Instance& instance : instances) read->services.push_back(instance.service);
  std::sort(read->services.begin(), read->services.end());
  read->services.erase(std::unique(read->services.begin(), read->services.end()), read->services.end());
  readOn(read);
}

// A service at a time; then those that are wanted are looked up in all that was read.
void CatalogViewModel::readOn(const std::shared_ptr<EntryRead>& read) {
  if (!read->services.empty()) {
    const QString path = healthPath(read->services.back());
    read->services.pop_back();
    m_consul->client()->get(path, QString(), this, [this, read](const Result<consul::Answer>& answer) {
      if (!answer) return setAction({}, QString::fromStdString(answer.error().message));
      const auto entries =
          nlohmann::ordered_json::parse(answer->body.begin(), answer->body.end(), nullptr, false);
      if (!entries.is_array()) return setAction({}, tr("Consul's answer is no JSON."));
      for (const auto& entry : entries) read->entries.push_back(entry);
      readOn(read);
    });
    return;
  }
  auto found = nlohmann::ordered_json::array();
  for (const consul::Instance& instance : read->wanted) {
    const auto entry = std::find_if(read->entries.begin(), read->entries.end(),
                                    [&instance](const auto& one) { return isOf(one, instance); });
    if (entry != read->entries.end()) found.push_back(*entry);
  }
  if (found.empty()) return setAction({}, tr("The instance is gone."));
  copyText(read->wanted.size() == 1 ? found.front() : found);
}

std::vector<consul::Instance> CatalogViewModel::markedInstances() const {
  std::vector<consul::Instance> marked = shownInstances();
  std::erase_if(marked,
                [this](const consul::Instance& instance) { return !m_marked.has(instanceRow(instance)); });
  return marked;
}

std::vector<consul::Instance> CatalogViewModel::switchable(bool on) const {
  std::vector<consul::Instance> instances = markedInstances();
  std::erase_if(instances, [on](const consul::Instance& instance) {
    return (instance.state() == consul::CheckState::Maintenance) == on;
  });
  return instances;
}

QString CatalogViewModel::restText() const {
  const auto leaving = switchable(true);
  QString text = tr("%1 get no new requests until maintenance ends. Sessions that are open stay open.")
                     .arg(namesOf(leaving));
  if (m_byNode) return text;
  const auto service = m_feed->services().find(m_selected.toStdString());
  if (service == m_feed->services().end()) return text;
  const auto& all = service->second->instances;
  const auto away = std::count_if(all.begin(), all.end(), [](const consul::Instance& instance) {
    return instance.state() == consul::CheckState::Maintenance;
  });
  if (static_cast<std::size_t>(away) + leaving.size() >= all.size())
    text += QLatin1Char(' ') + tr("No instance of %1 stays in service.").arg(m_selected);
  return text;
}

QString CatalogViewModel::returnText() const {
  return tr("%1 get requests again as soon as their other checks pass.").arg(namesOf(switchable(false)));
}

void CatalogViewModel::setMarkedMaintenance(bool on, const QString& reason) {
  beginSwitching(switchable(on), on, reason);
}

void CatalogViewModel::setMaintenance(const QString& row, bool on, const QString& reason) {
  if (const auto instance = instanceAt(row)) beginSwitching({*instance}, on, reason);
}

void CatalogViewModel::beginSwitching(std::vector<consul::Instance> instances, bool on,
                                      const QString& reason) {
  if (m_busy || instances.empty()) return;
  auto switching = std::make_shared<Switching>();
  switching->instances = std::move(instances);
  switching->on = on;
  switching->reason = reason.trimmed();
  m_busy = true;
  switchOn(switching);
}

void CatalogViewModel::switchOn(const std::shared_ptr<Switching>& switching) {
  const auto all = switching->instances.size();
  if (switching->next == all) {
    m_busy = false;
    return setAction(outcomeOf(*switching), switching->refused.join(QLatin1Char('\n')));
  }
  setAction(all == 1 ? QString() : tr("Switching maintenance: %1 of %2").arg(switching->next + 1).arg(all),
            {});
  const consul::Instance& instance = switching->instances[switching->next];
  m_maintenance->set(instance, switching->on, switching->reason, m_who->actor(), this,
                     [this, switching, all, id = instance.id](const Result<void>& done) {
                       if (!done) {
                         const QString why = QString::fromStdString(done.error().toString());
                         switching->refused << (all == 1 ? why : QString::fromStdString(id) + ": " + why);
                       }
                       ++switching->next;
                       switchOn(switching);
                     });
}

QString CatalogViewModel::outcomeOf(const Switching& switching) {
  const auto all = switching.instances.size();
  if (all > 1) {
    const auto done = all - static_cast<std::size_t>(switching.refused.size());
    return (switching.on ? tr("%1 of %2 are in maintenance.") : tr("%1 of %2 are back in service."))
        .arg(done)
        .arg(all);
  }
  if (!switching.refused.isEmpty()) return {};
  const QString name = QString::fromStdString(switching.instances.front().id);
  return (switching.on ? tr("%1 is in maintenance.") : tr("%1 is back in service.")).arg(name);
}

}  // namespace halftone::app
