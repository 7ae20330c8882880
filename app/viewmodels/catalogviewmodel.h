// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QTimer>
#include <QVariantList>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "app/viewmodels/expressionguide.h"
#include "app/viewmodels/filterguide.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "app/viewmodels/rowselection.h"
#include "backend/consul/instances.h"

namespace halftone::app {

struct Feeds;
struct CatalogService;
class CatalogFeed;
class ConsulConnection;
class IdentityFeed;
class Maintenance;
class NodeFeed;
class VersionColors;

// The page of services and nodes, and of the instances and checks of one of them; of a large catalog only
// what is looked at has been read. GUI thread.
class CatalogViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::RecordModel* services READ services CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* rows READ rows CONSTANT)
  Q_PROPERTY(halftone::app::RowSelection* marked READ marked CONSTANT)
  Q_PROPERTY(bool canRest READ canRest NOTIFY summaryChanged)
  Q_PROPERTY(bool canReturn READ canReturn NOTIFY summaryChanged)
  Q_PROPERTY(int restCount READ restCount NOTIFY summaryChanged)
  Q_PROPERTY(int returnCount READ returnCount NOTIFY summaryChanged)
  Q_PROPERTY(QString restText READ restText NOTIFY summaryChanged)
  Q_PROPERTY(QString returnText READ returnText NOTIFY summaryChanged)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(halftone::app::FilterGuide* guide READ guide CONSTANT)
  Q_PROPERTY(QString selected READ selected WRITE select NOTIFY selectedChanged)
  Q_PROPERTY(int selectedIndex READ selectedIndex NOTIFY selectedChanged)
  Q_PROPERTY(QString summary READ summary NOTIFY summaryChanged)
  Q_PROPERTY(QString selectedSummary READ selectedSummary NOTIFY summaryChanged)
  Q_PROPERTY(QString emptyText READ emptyText NOTIFY summaryChanged)
  Q_PROPERTY(halftone::app::RecordModel* nodes READ nodes CONSTANT)
  Q_PROPERTY(int listWidth READ listWidth WRITE setListWidth NOTIFY listWidthChanged)
  Q_PROPERTY(bool byNode READ isByNode WRITE setByNode NOTIFY selectedChanged)
  Q_PROPERTY(QString expression READ expression WRITE setExpression NOTIFY expressionChanged)
  Q_PROPERTY(halftone::app::FilterGuide* expressionGuide READ expressionGuide CONSTANT)
  Q_PROPERTY(QString expressionError READ expressionError NOTIFY expressionChanged)
  Q_PROPERTY(bool busy READ isBusy NOTIFY actionChanged)
  Q_PROPERTY(QString actionText READ actionText NOTIFY actionChanged)
  Q_PROPERTY(QString actionError READ actionError NOTIFY actionChanged)

 public:
  explicit CatalogViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~CatalogViewModel() override;

  // Those that fit the filter: see serviceRoles().
  [[nodiscard]] RecordModel* services() const { return m_services; }
  // Of the selected service: a heading for each version, its instances, and the checks of those that are
  // open.
  [[nodiscard]] RecordModel* rows() const { return m_rows; }
  // Instances by row id: those that the verbs on several act on.
  [[nodiscard]] RowSelection* marked() { return &m_marked; }
  // Whether some marked instance is in service, or in maintenance; how many, and what switching those does,
  // in words.
  [[nodiscard]] bool canRest() const { return !switchable(true).empty(); }
  [[nodiscard]] bool canReturn() const { return !switchable(false).empty(); }
  [[nodiscard]] int restCount() const { return static_cast<int>(switchable(true).size()); }
  [[nodiscard]] int returnCount() const { return static_cast<int>(switchable(false).size()); }
  [[nodiscard]] QString restText() const;
  [[nodiscard]] QString returnText() const;
  [[nodiscard]] QString filter() const { return m_filter; }
  // Words found in a service's name and tags, in its instances' versions, nodes and addresses; fields
  // service, tag, version, node, state, meta ("meta:zone=a").
  void setFilter(const QString& text);
  [[nodiscard]] FilterGuide* guide() { return &m_guide; }
  [[nodiscard]] QString selected() const { return m_selected; }
  void select(const QString& service);
  [[nodiscard]] int selectedIndex() const;
  // Selects the service so many rows further on.
  Q_INVOKABLE void moveSelection(int rows);
  Q_INVOKABLE void toggle(const QString& instance);
  [[nodiscard]] QString summary() const { return m_summary; }
  [[nodiscard]] QString selectedSummary() const { return m_selectedSummary; }
  [[nodiscard]] QString emptyText() const;

  // Nodes at the left instead of services; `selected` is then a node. See nodeRoles().
  [[nodiscard]] RecordModel* nodes() const { return m_nodes; }
  // Of the list of services, where the operator has parted it from what is beside; logical pixels.
  [[nodiscard]] int listWidth() const { return m_listWidth; }
  // Ignored where nobody could have put it.
  void setListWidth(int width);
  [[nodiscard]] bool isByNode() const { return m_byNode; }
  void setByNode(bool byNode);
  // A row of this service has come into view.
  Q_INVOKABLE void want(const QString& service);

  // One of Consul's filter expressions, on the instances of the selected service: Consul evaluates it.
  [[nodiscard]] QString expression() const { return m_expression; }
  void setExpression(const QString& text);
  [[nodiscard]] FilterGuide* expressionGuide() { return &m_expressionGuide; }
  // What Consul says against it; empty if nothing.
  [[nodiscard]] QString expressionError() const { return m_expressionError; }

  // To the clipboard. `row` is an instance's row id; empty: of what is selected.
  Q_INVOKABLE void copyAddress(const QString& row);
  Q_INVOKABLE void copyCurl(const QString& row);
  Q_INVOKABLE void copyJson(const QString& row);
  // Takes an instance out of service, or puts it back.
  Q_INVOKABLE void setMaintenance(const QString& row, bool on, const QString& reason);
  // The marked ones: as JSON; the cURL commands that read them; those that switch their maintenance; and the
  // switching itself, one after the other, whatever becomes of the one before.
  Q_INVOKABLE void copyMarkedJson();
  Q_INVOKABLE void copyMarkedCurl();
  Q_INVOKABLE void copyMaintenanceCurl(bool on);
  Q_INVOKABLE void setMarkedMaintenance(bool on, const QString& reason);
  [[nodiscard]] bool isBusy() const { return m_busy; }
  [[nodiscard]] QString actionText() const { return m_actionText; }
  [[nodiscard]] QString actionError() const { return m_actionError; }

  [[nodiscard]] QString subject() const override { return m_byNode ? QString() : m_selected; }
  // A service that is not there when the catalog is read leaves the choice to the page.
  void turnTo(const QString& subject) override;
  void retranslate() override;

 signals:
  void listWidthChanged();
  void filterChanged();
  void selectedChanged();
  void summaryChanged();
  void expressionChanged();
  void actionChanged();

 private:
  // A service's row and search text, made once for each reading of it.
  struct Prepared {
    std::shared_ptr<const CatalogService> source;
    RecordModel::Record record;
    std::string search;
  };
  void begin();
  void update();
  void addColors();
  void updateServices();
  void updateNodes();
  void updateRows();
  const Prepared& prepared(const std::string& name, const std::shared_ptr<const CatalogService>& service);
  void evaluate();
  void setAction(const QString& text, const QString& error);
  void copyBody();
  void copyText(const nlohmann::ordered_json& document);
  // As Consul tells them; several as an array.
  void copyInstances(const std::vector<consul::Instance>& instances);
  struct EntryRead;
  void readOn(const std::shared_ptr<EntryRead>& read);
  struct Switching;
  void beginSwitching(std::vector<consul::Instance> instances, bool on, const QString& reason);
  void switchOn(const std::shared_ptr<Switching>& switching);
  [[nodiscard]] static QString outcomeOf(const Switching& switching);
  void copyCommands(const QStringList& commands);
  [[nodiscard]] QString readCommand(const QString& path, const QString& expression) const;
  [[nodiscard]] std::vector<consul::Instance> markedInstances() const;
  // The marked ones that are not yet as they are wanted.
  [[nodiscard]] std::vector<consul::Instance> switchable(bool on) const;
  [[nodiscard]] std::optional<consul::Instance> instanceAt(const QString& row) const;
  [[nodiscard]] std::vector<consul::Instance> selectedInstances() const;
  // Of them those that the expression fits.
  [[nodiscard]] std::vector<consul::Instance> shownInstances() const;
  [[nodiscard]] QString selectedPath() const;
  [[nodiscard]] QString mostVersioned() const;

  ConsulConnection* m_consul;
  VersionColors* m_colors;
  std::unique_ptr<CatalogFeed> m_feed;
  RecordModel* m_services;
  RecordModel* m_rows;
  RowSelection m_marked;
  RecordModel* m_nodes;
  IdentityFeed* m_who;
  std::unique_ptr<NodeFeed> m_nodeFeed;
  Maintenance* m_maintenance;
  std::map<std::string, Prepared> m_prepared;
  bool m_byNode = false;
  bool m_mayBeGone = false;  // what is selected is from an earlier time
  int m_listWidth = 340;
  QString m_selectedOther;  // of the list that is not shown
  QString m_expression;
  QString m_expressionError;
  std::optional<QSet<QString>> m_fitting;  // row ids that the expression fits
  QTimer m_typing;
  bool m_busy = false;
  QString m_actionText;
  QString m_actionError;
  QTimer m_second;
  QString m_filter;
  FilterGuide m_guide;
  ExpressionGuide m_expressionGuide;
  QString m_selected;
  QSet<QString> m_open;  // instances whose checks are shown
  QString m_summary;
  QString m_selectedSummary;
};

}  // namespace halftone::app
