// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QTimer>
#include <QVariantList>
#include <memory>

#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"

namespace halftone::app {

struct Feeds;
class CatalogFeed;
class ConsulConnection;
class VersionColors;

// The page of services, and of the instances and checks of one of them. GUI thread.
class CatalogViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::RecordModel* services READ services CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* rows READ rows CONSTANT)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(QString selected READ selected WRITE select NOTIFY selectedChanged)
  Q_PROPERTY(int selectedIndex READ selectedIndex NOTIFY selectedChanged)
  Q_PROPERTY(QString summary READ summary NOTIFY summaryChanged)
  Q_PROPERTY(QString selectedSummary READ selectedSummary NOTIFY summaryChanged)
  Q_PROPERTY(QString emptyText READ emptyText NOTIFY summaryChanged)

 public:
  explicit CatalogViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~CatalogViewModel() override;

  // Those that fit the filter: see serviceRoles().
  [[nodiscard]] RecordModel* services() const { return m_services; }
  // Of the selected service: a heading for each version, its instances, and the checks of those that are
  // open.
  [[nodiscard]] RecordModel* rows() const { return m_rows; }
  [[nodiscard]] QString filter() const { return m_filter; }
  // Words found in a service's name and tags, in its instances' versions, nodes and addresses; fields
  // service, tag, version, node, state.
  void setFilter(const QString& text);
  [[nodiscard]] QString selected() const { return m_selected; }
  void select(const QString& service);
  [[nodiscard]] int selectedIndex() const;
  // Selects the service so many rows further on.
  Q_INVOKABLE void moveSelection(int rows);
  Q_INVOKABLE void toggle(const QString& instance);
  [[nodiscard]] QString summary() const { return m_summary; }
  [[nodiscard]] QString selectedSummary() const { return m_selectedSummary; }
  [[nodiscard]] QString emptyText() const;

  void retranslate() override { update(); }

 signals:
  void filterChanged();
  void selectedChanged();
  void summaryChanged();

 private:
  void begin();
  void update();
  void addColors();
  void updateServices();
  void updateRows();
  [[nodiscard]] QString mostVersioned() const;

  ConsulConnection* m_consul;
  VersionColors* m_colors;
  std::unique_ptr<CatalogFeed> m_feed;
  RecordModel* m_services;
  RecordModel* m_rows;
  QTimer m_second;
  QString m_filter;
  QString m_selected;
  QSet<QString> m_open;  // instances whose checks are shown
  QString m_summary;
  QString m_selectedSummary;
};

}  // namespace halftone::app
