// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/catalogviewmodel.h"

#include <algorithm>
#include <chrono>

#include "app/feeds/catalogfeed.h"
#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/maintenance.h"
#include "app/feeds/nodefeed.h"
#include "app/viewmodels/catalogrows.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/tablefilter.h"
#include "app/viewmodels/versioncolors.h"

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kTypingPause{300};
constexpr int kNarrowest = 220;  // of the list of services
constexpr int kWidest = 1200;

// Whether a filter asks for what only read services have.
bool needsInstances(const QString& text) {
  static const QStringList kFields = catalogFilterFields();
  const TableFilter filter(text, kFields);
  return std::any_of(kFields.begin(), kFields.end(), [&filter](const QString& field) {
    const bool isOfInstances =
        field == QLatin1String("version") || field == QLatin1String("node") || field == QLatin1String("meta");
    return isOfInstances && filter.asks(static_cast<std::size_t>(kFields.indexOf(field)));
  });
}

QStringList instanceIds(const std::vector<RecordModel::Record>& rows) {
  static const qsizetype kRow = catalogRowRoles().indexOf(QStringLiteral("row"));
  QStringList ids;
  for (const RecordModel::Record& row : rows) {
    if (row.value(kRow) == QLatin1String("instance")) ids << row.front().toString();
  }
  return ids;
}

}  // namespace

CatalogViewModel::CatalogViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_colors(feeds.colors),
      m_feed(std::make_unique<CatalogFeed>(*feeds.consul)),
      m_services(new RecordModel(serviceRoles(), this)),
      m_rows(new RecordModel(catalogRowRoles(), this)),
      m_nodes(new RecordModel(nodeRoles(), this)),
      m_who(feeds.who),
      m_nodeFeed(std::make_unique<NodeFeed>(*feeds.consul)),
      m_maintenance(new Maintenance(*feeds.consul, this)),
      m_guide(catalogFilterFields(),
              [this](const QString& field) {
                FieldValues values(catalogFilterFields().indexOf(field));
                for (const auto& [name, row] : m_prepared) {
                  if (!values.add(row.search)) break;
                }
                return values.values();
              }),
      m_expressionGuide([this] { return selectedInstances(); }) {
  m_second.setInterval(std::chrono::seconds(1));
  connect(&m_second, &QTimer::timeout, this, &CatalogViewModel::updateRows);
  m_typing.setSingleShot(true);
  m_typing.setInterval(kTypingPause);
  connect(&m_typing, &QTimer::timeout, this, &CatalogViewModel::evaluate);
  connect(m_feed.get(), &CatalogFeed::changed, this, [this] {
    update();
    if (!m_expression.isEmpty() && isShown()) m_typing.start();
  });
  connect(m_nodeFeed.get(), &NodeFeed::changed, this, [this] {
    updateNodes();
    updateRows();
  });
  connect(m_consul, &ConsulConnection::stateChanged, this, &CatalogViewModel::begin);
  connect(&m_marked, &RowSelection::changed, this, &CatalogViewModel::summaryChanged);
  connect(m_services, &RecordModel::countChanged, this, &CatalogViewModel::summaryChanged);
  connect(m_nodes, &RecordModel::countChanged, this, &CatalogViewModel::summaryChanged);
  connect(this, &PageViewModel::shownChanged, this, [this] {
    m_nodeFeed->setLive(isShown() && m_byNode);
    if (isShown()) {
      m_second.start();
      update();
    } else {
      m_second.stop();
    }
  });
  update();
}

CatalogViewModel::~CatalogViewModel() = default;

// The catalog is watched from the first contact on, so that the strips of states have no holes.
void CatalogViewModel::begin() {
  if (m_consul->state() == ConsulConnection::State::Live) m_feed->start();
  update();
}

void CatalogViewModel::retranslate() {
  m_prepared.clear();
  update();
}

void CatalogViewModel::setFilter(const QString& text) {
  if (m_filter == text) return;
  m_filter = text;
  if (needsInstances(text)) m_feed->wantAll();
  emit filterChanged();
  update();
}

void CatalogViewModel::setListWidth(int width) {
  if (width < kNarrowest || width > kWidest || std::exchange(m_listWidth, width) == width) return;
  emit listWidthChanged();
}

void CatalogViewModel::setByNode(bool byNode) {
  if (m_byNode == byNode) return;
  m_byNode = byNode;
  std::swap(m_selected, m_selectedOther);
  m_marked.setRows({});
  setExpression({});
  m_nodeFeed->setLive(isShown() && byNode);
  emit selectedChanged();
  update();
}

void CatalogViewModel::select(const QString& name) {
  if (m_selected == name) return;
  m_selected = name;
  m_marked.setRows({});
  setExpression({});
  setAction({}, {});
  emit selectedChanged();
  updateRows();
}

void CatalogViewModel::turnTo(const QString& subject) {
  select(subject);
  m_mayBeGone = true;
}

void CatalogViewModel::want(const QString& service) {
  m_feed->want(service.toStdString());
}

int CatalogViewModel::selectedIndex() const {
  const auto& records = (m_byNode ? m_nodes : m_services)->records();
  const auto it = std::find_if(records.begin(), records.end(), [this](const RecordModel::Record& record) {
    return record.front().toString() == m_selected;
  });
  return it == records.end() ? -1 : static_cast<int>(it - records.begin());
}

void CatalogViewModel::moveSelection(int rows) {
  const RecordModel* list = m_byNode ? m_nodes : m_services;
  if (list->count() == 0) return;
  const int row = std::clamp(selectedIndex() + rows, 0, list->count() - 1);
  select(list->records()[static_cast<std::size_t>(row)].front().toString());
}

void CatalogViewModel::toggle(const QString& instance) {
  if (!m_open.remove(instance)) m_open.insert(instance);
  updateRows();
}

void CatalogViewModel::update() {
  const FeedStatus status = m_feed->status();
  setState(pageState(status), statusText(status, nowMs()));
  addColors();
  if (!isShown()) return;
  updateServices();
  updateNodes();
  updateRows();
}

// Only of services with several versions: a service of a single one needs no colour to be told apart, and the
// version numbers of all the rest of a cluster would use up the colours.
void CatalogViewModel::addColors() {
  QStringList all;
  for (const auto& [name, service] : m_feed->services()) {
    if (!m_feed->isSmall() && QString::fromStdString(name) != m_selected) continue;
    QStringList versions;
    for (const consul::Instance& instance : service->instances) versions << versionOf(instance);
    versions.removeDuplicates();
    if (versions.size() > 1) all << versions;
  }
  m_colors->add(all);
}

const CatalogViewModel::Prepared& CatalogViewModel::prepared(
    const std::string& name, const std::shared_ptr<const CatalogService>& service) {
  Prepared& prepared = m_prepared[name];
  if (prepared.source != service) {
    prepared = {service, serviceRecord(*service), catalogSearchText(*service)};
  }
  return prepared;
}

void CatalogViewModel::updateServices() {
  const TableFilter filter(m_filter, catalogFilterFields());
  std::vector<RecordModel::Record> records;
  HealthCounts all;
  int failing = 0;
  std::erase_if(m_prepared, [this](const auto& entry) { return !m_feed->services().contains(entry.first); });
  for (const auto& [name, service] : m_feed->services()) {
    for (const consul::Instance& instance : service->instances) all.add(instance.state());
    failing += service->critical;
    const Prepared& row = prepared(name, service);
    if (filter.matches(row.search)) records.push_back(row.record);
  }
  m_services->setRecords(std::move(records));
  const QString dot = QStringLiteral(" \u00b7 ");
  m_summary = tr("%n service(s)", nullptr, static_cast<int>(m_feed->services().size()));
  if (m_feed->unread() == 0) {
    m_summary += dot + tr("%n instance(s)", nullptr, all.all());
    if (all.critical > 0) m_summary += dot + tr("%1 critical").arg(all.critical);
  } else {
    m_summary += dot + tr("%n instance(s) critical", nullptr, failing);
    if (needsInstances(m_filter)) {
      m_summary +=
          dot + tr("reading instances for the filter, %1 services to go").arg(formatCount(m_feed->unread()));
    }
  }
  if (!m_byNode && state() == State::Ready) {
    const bool isGone =
        std::exchange(m_mayBeGone, false) && !m_feed->services().contains(m_selected.toStdString());
    if (m_selected.isEmpty() || isGone) select(mostVersioned());
  }
  emit selectedChanged();
  emit summaryChanged();
}

void CatalogViewModel::updateNodes() {
  if (!m_byNode || !isShown()) return;
  const TableFilter filter(m_filter, catalogFilterFields());
  const auto& failing = m_feed->failingNodes();
  std::vector<RecordModel::Record> records;
  for (const consul::Node& node : m_nodeFeed->nodes()) {
    if (!filter.matches(nodeSearchText(node))) continue;
    const auto bad = failing.find(node.name);
    records.push_back(nodeRecord(node, bad == failing.end() ? consul::CheckState::Passing : bad->second));
  }
  m_nodes->setRecords(std::move(records));
  if (m_selected.isEmpty() && m_nodes->count() > 0) select(m_nodes->records().front().front().toString());
  emit selectedChanged();
  emit summaryChanged();
}

// The service one most likely came for: a gray release has several versions.
QString CatalogViewModel::mostVersioned() const {
  const auto versions = [](const RecordModel::Record& record) {
    static const qsizetype kParts = serviceRoles().indexOf(QStringLiteral("parts"));
    return record.value(kParts).toList().size();
  };
  const auto& list = m_services->records();
  const auto best = std::max_element(list.begin(), list.end(),
                                     [&](const auto& a, const auto& b) { return versions(a) < versions(b); });
  return best == list.end() ? QString() : best->front().toString();
}

void CatalogViewModel::updateRows() {
  if (!isShown()) return;
  m_feed->follow(m_byNode ? std::string() : m_selected.toStdString());
  m_nodeFeed->follow(m_byNode ? m_selected.toStdString() : std::string());
  const std::vector<consul::Instance> instances = shownInstances();
  m_rows->setRecords(
      catalogRows(instances, m_byNode ? Grouping::Service : Grouping::Version, *m_feed, m_open, nowMs()));
  m_marked.setRows(instanceIds(m_rows->records()));
  const bool gone =
      !m_byNode && !m_selected.isEmpty() && !m_feed->services().contains(m_selected.toStdString());
  m_selectedSummary = m_selected.isEmpty() ? QString()
                      : gone               ? tr("no longer in the catalog")
                                           : healthText(countHealth(instances));
  if (instances.size() > kMaxInstanceRows) {
    m_selectedSummary +=
        QStringLiteral(" \u00b7 ") + tr("the first %1 are shown").arg(formatCount(kMaxInstanceRows));
  }
  emit summaryChanged();
}

QString CatalogViewModel::emptyText() const {
  const RecordModel* list = m_byNode ? m_nodes : m_services;
  if (list->count() > 0 || state() == State::Loading || state() == State::Failed) return {};
  if (m_byNode && !m_nodeFeed->isLoaded()) return {};
  if (m_filter.trimmed().isEmpty()) return tr("The catalog is empty.");
  return m_byNode ? tr("No node fits this filter.") : tr("No service fits this filter.");
}

}  // namespace halftone::app
