// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/clustersviewmodel.h"

#include <QRegularExpression>
#include <nlohmann/json.hpp>

#include "app/feeds/clusterbook.h"
#include "app/feeds/tokenvault.h"

namespace halftone::app {

namespace {

QStringList roles() {
  return {QStringLiteral("name"),       QStringLiteral("address"),  QStringLiteral("about"),
          QStringLiteral("production"), QStringLiteral("readOnly"), QStringLiteral("current")};
}

QStringList datacentersIn(const QByteArray& body) {
  QStringList names;
  const auto list = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
  if (!list.is_array()) return names;
  for (const auto& name : list) {
    if (name.is_string()) names << QString::fromStdString(name.get<std::string>());
  }
  return names;
}

}  // namespace

ClustersViewModel::ClustersViewModel(ClusterBook* book, TokenVault* vault, QObject* parent)
    : QObject(parent), m_book(book), m_vault(vault), m_clusters(new RecordModel(roles(), this)) {
  connect(vault, &TokenVault::problemChanged, this, &ClustersViewModel::keyringChanged);
  refresh();
}

QString ClustersViewModel::keyringText() const {
  if (m_vault->problem().isEmpty()) return {};
  return tr("No keyring takes the token (%1): it is kept until the console is closed.")
      .arg(m_vault->problem());
}

void ClustersViewModel::refresh() {
  QList<Cluster> all = m_book->clusters();
  const bool listed = std::any_of(all.begin(), all.end(),
                                  [this](const Cluster& cluster) { return cluster.name == m_current.name; });
  if (!listed && !m_current.name.isEmpty()) all.prepend(m_current);
  std::vector<RecordModel::Record> records;
  for (const Cluster& cluster : all) {
    QStringList about;
    if (!cluster.datacenter.isEmpty()) about << cluster.datacenter;
    if (cluster.addresses.size() > 1)
      about << tr("%n more address(es)", nullptr, static_cast<int>(cluster.addresses.size()) - 1);
    records.push_back({cluster.name, cluster.addresses.value(0), about.join(QStringLiteral(" · ")),
                       cluster.production, cluster.readOnly, cluster.name == m_current.name});
  }
  m_clusters->setRecords(std::move(records));
}

void ClustersViewModel::setCurrent(const Cluster& cluster, consul::Client* client) {
  m_current = cluster;
  refresh();
  emit currentChanged();
  client->get(QStringLiteral("/v1/catalog/datacenters"), {}, this,
              [this](const Result<consul::Answer>& answer) {
                if (!answer) return;
                m_datacenters = datacentersIn(answer->body);
                emit datacentersChanged();
              });
}

bool ClustersViewModel::knows(const QString& name) const {
  return m_book->find(name).has_value();
}

void ClustersViewModel::use(const QString& name) {
  use(name, {});
}

void ClustersViewModel::use(const QString& name, const QString& link) {
  m_link = link;
  if (const auto cluster = m_book->find(name)) emit wanted(*cluster);
}

void ClustersViewModel::useDatacenter(const QString& datacenter) {
  if (datacenter == m_current.datacenter) return;
  Cluster cluster = m_current;
  cluster.datacenter = datacenter;
  emit wanted(cluster);
}

QVariantMap ClustersViewModel::form(const QString& name) const {
  const Cluster cluster = name == m_current.name ? m_book->find(name).value_or(m_current)
                                                 : m_book->find(name).value_or(Cluster());
  return {{QStringLiteral("name"), cluster.name},
          {QStringLiteral("addresses"), cluster.addresses.join(QStringLiteral(", "))},
          {QStringLiteral("datacenter"), cluster.datacenter},
          {QStringLiteral("authorities"), cluster.tls.authority},
          {QStringLiteral("certificate"), cluster.tls.certificate},
          {QStringLiteral("key"), cluster.tls.key},
          {QStringLiteral("production"), cluster.production},
          {QStringLiteral("readOnly"), cluster.readOnly}};
}

bool ClustersViewModel::save(const QVariantMap& form, const QString& former) {
  const auto text = [&form](const char* key) { return form.value(QLatin1String(key)).toString().trimmed(); };
  static const QRegularExpression kBetween(QStringLiteral("[,\\s]+"));
  Cluster cluster;
  cluster.name = text("name");
  cluster.addresses = text("addresses").split(kBetween, Qt::SkipEmptyParts);
  cluster.datacenter = text("datacenter");
  cluster.tls = {text("authorities"), text("certificate"), text("key")};
  cluster.production = form.value(QStringLiteral("production")).toBool();
  cluster.readOnly = form.value(QStringLiteral("readOnly")).toBool();
  if (const auto endpoint = endpointOf(cluster, {}); !endpoint) {
    setError(QString::fromStdString(endpoint.error().toString()));
    return false;
  }
  if (const auto saved = m_book->save(cluster, former); !saved) {
    setError(QString::fromStdString(saved.error().toString()));
    return false;
  }
  setError({});
  const QString token = text("token");
  const bool inFront = !former.isEmpty() && former == m_current.name;
  refresh();
  const auto open = [this, cluster, inFront] {
    if (inFront) emit wanted(cluster);
  };
  const bool renamed = !former.isEmpty() && former != cluster.name;
  if (!token.isEmpty()) m_vault->write(cluster.name, token.toUtf8());
  if (renamed && token.isEmpty()) {
    m_vault->rename(former, cluster.name, this, open);
  } else {
    if (renamed) m_vault->write(former, {});
    open();
  }
  return true;
}

void ClustersViewModel::remove(const QString& name) {
  m_book->remove(name);
  m_vault->write(name, {});
  refresh();
}

void ClustersViewModel::setError(const QString& error) {
  m_error = error;
  emit errorChanged();
}

void ClustersViewModel::retranslate() {
  refresh();
  emit keyringChanged();
}

}  // namespace halftone::app
