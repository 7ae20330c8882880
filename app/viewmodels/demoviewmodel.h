// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "app/feeds/demostate.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"

namespace halftone::app {

struct Feeds;
class ConsulConnection;
class DemoFeed;
class VersionColors;

// The page of the running demo: its processes, its crowd and the faults injected in it. GUI thread.
class DemoViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(bool running READ isRunning NOTIFY demoChanged)
  Q_PROPERTY(halftone::app::RecordModel* gateways READ gateways CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* nodes READ nodes CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* registries READ registries CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* faults READ faults CONSTANT)
  Q_PROPERTY(int users READ users NOTIFY demoChanged)
  Q_PROPERTY(int maxUsers READ maxUsers NOTIFY demoChanged)
  Q_PROPERTY(QString usersText READ usersText NOTIFY demoChanged)
  Q_PROPERTY(QString requestsPerSecond READ requestsPerSecond NOTIFY demoChanged)
  Q_PROPERTY(QString requests READ requests NOTIFY demoChanged)
  Q_PROPERTY(QString failed READ failed NOTIFY demoChanged)
  Q_PROPERTY(bool hasFailed READ hasFailed NOTIFY demoChanged)
  Q_PROPERTY(QString sessions READ sessions NOTIFY demoChanged)
  Q_PROPERTY(QString reconnects READ reconnects NOTIFY demoChanged)
  Q_PROPERTY(QString crowdLoad READ crowdLoad NOTIFY demoChanged)
  Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

 public:
  explicit DemoViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~DemoViewModel() override;

  // Whether a demo is registered in Consul.
  [[nodiscard]] bool isRunning() const;
  // Processes by their place in the picture; see the .cpp for their roles.
  [[nodiscard]] RecordModel* gateways() const { return m_gateways; }
  [[nodiscard]] RecordModel* nodes() const { return m_nodes; }
  [[nodiscard]] RecordModel* registries() const { return m_registries; }
  // One row a version: version, errorPercent (0 to 100), errorText, latencyMs, latencyText, injected.
  [[nodiscard]] RecordModel* faults() const { return m_faults; }
  [[nodiscard]] int users() const;
  [[nodiscard]] int maxUsers() const;
  [[nodiscard]] QString usersText() const;
  [[nodiscard]] QString requestsPerSecond() const;
  [[nodiscard]] QString requests() const;
  [[nodiscard]] QString failed() const;
  [[nodiscard]] bool hasFailed() const;
  [[nodiscard]] QString sessions() const;
  [[nodiscard]] QString reconnects() const;
  // CPU and memory of the demo itself, which the crowd runs in.
  [[nodiscard]] QString crowdLoad() const;
  // Why the last thing asked for was not done; empty if it was.
  [[nodiscard]] QString problem() const { return m_problem; }

  Q_INVOKABLE void setUsers(int users);
  // `action`: kill, stop or start.
  Q_INVOKABLE void act(const QString& process, const QString& action);
  Q_INVOKABLE void setErrorPercent(const QString& version, int percent);
  Q_INVOKABLE void setLatency(const QString& version, int milliseconds);
  Q_INVOKABLE void clearFaults(const QString& version);
  // For the numbers beside sliders while they are dragged.
  Q_INVOKABLE [[nodiscard]] QString countText(int count) const;
  Q_INVOKABLE [[nodiscard]] QString percentText(int percent) const;
  Q_INVOKABLE [[nodiscard]] QString latencyText(int milliseconds) const;

  void retranslate() override { update(); }

 signals:
  void demoChanged();
  void problemChanged();

 private:
  void update();
  void updateProcesses();
  void updateFaults();
  [[nodiscard]] DemoFaults faultsOf(const QString& version) const;
  void ask(const DemoFaults& faults);

  ConsulConnection* m_consul;
  VersionColors* m_colors;
  std::unique_ptr<DemoFeed> m_feed;
  RecordModel* m_gateways;
  RecordModel* m_nodes;
  RecordModel* m_registries;
  RecordModel* m_faults;
  std::map<QString, DemoFaults> m_asked;  // by version; not yet in force
  QString m_crowdLoad;
  QString m_problem;
};

}  // namespace halftone::app
