// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QVariantMap>
#include <utility>

#include "app/feeds/cluster.h"
#include "app/viewmodels/recordmodel.h"
#include "backend/consul/client.h"

namespace halftone::app {

class ClusterBook;
class Session;
class TokenVault;

// The clusters to choose from, and the form in which one is described. Asks the application to switch;
// outlives every connection. GUI thread.
class ClustersViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window receives it")
  Q_PROPERTY(halftone::app::RecordModel* clusters READ clusters CONSTANT)
  Q_PROPERTY(QString current READ current NOTIFY currentChanged)
  Q_PROPERTY(QString datacenter READ datacenter NOTIFY currentChanged)
  Q_PROPERTY(QStringList datacenters READ datacenters NOTIFY datacentersChanged)
  Q_PROPERTY(QString error READ error NOTIFY errorChanged)
  Q_PROPERTY(QString keyringText READ keyringText NOTIFY keyringChanged)

 public:
  ClustersViewModel(ClusterBook* book, TokenVault* vault, QObject* parent = nullptr);

  // name, address (the first, and how many more), about, production, readOnly, current.
  [[nodiscard]] RecordModel* clusters() const { return m_clusters; }
  [[nodiscard]] QString current() const { return m_current.name; }
  [[nodiscard]] QString datacenter() const { return m_current.datacenter; }
  // What Consul says there is; the agent's own first.
  [[nodiscard]] QStringList datacenters() const { return m_datacenters; }
  [[nodiscard]] QString error() const { return m_error; }
  // That tokens are kept for this session only, and why; empty if the keyring keeps them.
  [[nodiscard]] QString keyringText() const;

  // Switches to a cluster of the list; to another data centre of the one in front.
  Q_INVOKABLE void use(const QString& name);
  // And follows the link there: takeLink() has it once.
  void use(const QString& name, const QString& link);
  [[nodiscard]] QString takeLink() { return std::exchange(m_link, {}); }
  // It is in the list.
  [[nodiscard]] bool knows(const QString& name) const;
  Q_INVOKABLE void useDatacenter(const QString& datacenter);
  // The fields of the form for a cluster, or for a new one: name, addresses, datacenter, token (true: there
  // is one), authorities, certificate, key, production, readOnly.
  Q_INVOKABLE [[nodiscard]] QVariantMap form(const QString& name) const;
  // Takes the form; `former` is the cluster's name before, empty for a new one. The token is left as it is
  // where the form has none. Whether it was taken; else `error` says why not.
  Q_INVOKABLE bool save(const QVariantMap& form, const QString& former);
  Q_INVOKABLE void remove(const QString& name);

  // The cluster in front, also one that only the command line named; and its client, to ask for data centres.
  void setCurrent(const Cluster& cluster, consul::Client* client);
  // Shows why a cluster cannot be opened.
  void report(const QString& error) {
    m_link.clear();
    setError(error);
  }
  void retranslate();

 signals:
  void currentChanged();
  void datacentersChanged();
  void errorChanged();
  void keyringChanged();
  void wanted(const halftone::app::Cluster& cluster);

 private:
  void refresh();
  void setError(const QString& error);

  ClusterBook* m_book;
  TokenVault* m_vault;
  RecordModel* m_clusters;
  Cluster m_current;
  QStringList m_datacenters;
  QString m_error;
  QString m_link;  // to follow when the cluster that was asked for is there
};

}  // namespace halftone::app
