// SPDX-License-Identifier: GPL-3.0-or-later
// The part of CatalogViewModel that is about what is selected, and Consul's filter expressions on it.
#include <QUrl>

#include "app/feeds/catalogfeed.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/nodefeed.h"
#include "app/viewmodels/catalogrows.h"
#include "app/viewmodels/catalogviewmodel.h"

namespace halftone::app {

namespace {

QString encoded(const QString& text) {
  return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

}  // namespace

std::vector<consul::Instance> CatalogViewModel::selectedInstances() const {
  if (m_byNode) return m_nodeFeed->instances().value_or(std::vector<consul::Instance>());
  const auto service = m_feed->services().find(m_selected.toStdString());
  if (service == m_feed->services().end()) return {};
  return service->second->instances;
}

std::vector<consul::Instance> CatalogViewModel::shownInstances() const {
  std::vector<consul::Instance> instances = selectedInstances();
  if (m_fitting && !m_byNode) {
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
  m_actionText = text;
  m_actionError = error;
  emit actionChanged();
}

}  // namespace halftone::app
