// SPDX-License-Identifier: GPL-3.0-or-later
// The part of CatalogViewModel that is about what is selected: Consul's filter expressions, copies for other
// tools, and maintenance.
#include <QClipboard>
#include <QGuiApplication>
#include <QUrl>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/feeds/catalogfeed.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/identityfeed.h"
#include "app/feeds/maintenance.h"
#include "app/feeds/nodefeed.h"
#include "app/viewmodels/catalogrows.h"
#include "app/viewmodels/catalogviewmodel.h"

namespace halftone::app {

namespace {

QString encoded(const QString& text) {
  return QString::fromLatin1(QUrl::toPercentEncoding(text));
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

std::vector<consul::Instance> CatalogViewModel::shownInstances() const {
  if (m_byNode) return m_nodeFeed->instances().value_or(std::vector<consul::Instance>());
  const auto service = m_feed->services().find(m_selected.toStdString());
  if (service == m_feed->services().end()) return {};
  std::vector<consul::Instance> instances = service->second->instances;
  if (m_fitting) {
    std::erase_if(instances, [this](const consul::Instance& instance) {
      return !m_fitting->contains(instanceRow(instance));
    });
  }
  return instances;
}

std::optional<consul::Instance> CatalogViewModel::instanceAt(const QString& row) const {
  for (const consul::Instance& instance : shownInstances()) {
    if (instanceRow(instance) == row) return instance;
  }
  return std::nullopt;
}

void CatalogViewModel::setExpression(const QString& text) {
  if (m_expression == text) return;
  m_expression = text;
  if (text.trimmed().isEmpty()) {
    m_typing.stop();
    m_expressionError.clear();
    m_fitting.reset();
    updateRows();
  } else {
    m_typing.start();
  }
  emit expressionChanged();
}

void CatalogViewModel::evaluate() {
  const QString expression = m_expression.trimmed();
  if (expression.isEmpty() || m_byNode || m_selected.isEmpty()) return;
  const QString path = QStringLiteral("/v1/health/service/") + encoded(m_selected);
  m_consul->client()->get(path, QStringLiteral("filter=") + encoded(expression), this,
                          [this, expression, service = m_selected](const Result<consul::Answer>& answer) {
                            if (expression != m_expression.trimmed() || service != m_selected)
                              return;  // typed on
                            m_expressionError.clear();
                            const auto instances =
                                answer ? consul::parseInstances(answer->body)
                                       : Result<std::vector<consul::Instance>>(tl::unexpect, answer.error());
                            if (instances) {
                              m_fitting.emplace();
                              for (const consul::Instance& instance : *instances)
                                m_fitting->insert(instanceRow(instance));
                            } else {
                              m_expressionError = QString::fromStdString(instances.error().message);
                            }
                            emit expressionChanged();
                            updateRows();
                          });
}

QString CatalogViewModel::selectedPath() const {
  return (m_byNode ? QStringLiteral("/v1/catalog/node/") : QStringLiteral("/v1/health/service/")) +
         encoded(m_selected);
}

void CatalogViewModel::setAction(const QString& text, const QString& error) {
  m_busy = false;
  m_actionText = text;
  m_actionError = error;
  emit actionChanged();
}

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

// The token by its variable: a command line ends up in other people's hands.
void CatalogViewModel::copyCurl(const QString& row) {
  if (m_selected.isEmpty()) return;
  const consul::Endpoint& endpoint = m_consul->endpoint();
  QStringList query;
  const auto instance = instanceAt(row);
  if (instance) {
    query << QStringLiteral("filter=") +
                 encoded(QStringLiteral("Service.ID == \"%1\"").arg(QString::fromStdString(instance->id)));
  } else if (!m_expression.trimmed().isEmpty()) {
    query << QStringLiteral("filter=") + encoded(m_expression.trimmed());
  }
  if (!endpoint.datacenter.isEmpty()) query << QStringLiteral("dc=") + encoded(endpoint.datacenter);
  QString url = endpoint.url.toString(QUrl::StripTrailingSlash | QUrl::RemoveUserInfo | QUrl::FullyEncoded);
  const QString path = instance && m_byNode ? QStringLiteral("/v1/health/service/") +
                                                  encoded(QString::fromStdString(instance->service))
                                            : selectedPath();
  url += path;
  if (!query.isEmpty()) url += QLatin1Char('?') + query.join(QLatin1Char('&'));
  const QString token =
      endpoint.token.isEmpty() ? QString() : QStringLiteral("-H \"X-Consul-Token: $CONSUL_HTTP_TOKEN\" ");
  QGuiApplication::clipboard()->setText(
      QStringLiteral("curl -s %1'%2'").arg(token, url.replace(QLatin1Char('\''), QStringLiteral("%27"))));
  setAction(tr("Copied a cURL command."), {});
}

void CatalogViewModel::copyJson(const QString& row) {
  if (m_selected.isEmpty()) return;
  const auto instance = instanceAt(row);
  copyBody(instance
               ? QStringLiteral("/v1/health/service/") + encoded(QString::fromStdString(instance->service))
               : selectedPath(),
           instance);
}

void CatalogViewModel::copyBody(const QString& path, const std::optional<consul::Instance>& only) {
  m_consul->client()->get(path, QString(), this, [this, only](const Result<consul::Answer>& answer) {
    if (!answer) return setAction({}, QString::fromStdString(answer.error().message));
    auto document = nlohmann::ordered_json::parse(answer->body.begin(), answer->body.end(), nullptr, false);
    if (document.is_discarded()) return setAction({}, tr("Consul's answer is no JSON."));
    if (only && document.is_array()) {
      const auto found = std::find_if(document.begin(), document.end(),
                                      [&only](const auto& entry) { return isOf(entry, *only); });
      if (found == document.end()) return setAction({}, tr("The instance is gone."));
      document = nlohmann::ordered_json(*found);
    }
    QGuiApplication::clipboard()->setText(QString::fromStdString(
        document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));
    setAction(tr("Copied as JSON."), {});
  });
}

void CatalogViewModel::setMaintenance(const QString& row, bool on, const QString& reason) {
  const auto instance = instanceAt(row);
  if (!instance || m_busy) return;
  setAction({}, {});
  m_busy = true;
  emit actionChanged();
  const QString name = QString::fromStdString(instance->id);
  m_maintenance->set(
      *instance, on, reason.trimmed(), m_who->actor(), this, [this, on, name](const Result<void>& done) {
        if (!done) return setAction({}, QString::fromStdString(done.error().toString()));
        setAction(on ? tr("%1 is in maintenance.").arg(name) : tr("%1 is back in service.").arg(name), {});
      });
}

}  // namespace halftone::app
