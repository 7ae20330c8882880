// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/catalogviewmodel.h"

#include <QDateTime>
#include <algorithm>
#include <chrono>

#include "app/feeds/catalogfeed.h"
#include "app/feeds/consulconnection.h"
#include "app/viewmodels/catalogrows.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/tablefilter.h"
#include "app/viewmodels/versioncolors.h"

namespace halftone::app {

CatalogViewModel::CatalogViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_colors(feeds.colors),
      m_feed(std::make_unique<CatalogFeed>(*feeds.consul)),
      m_services(new RecordModel(serviceRoles(), this)),
      m_rows(new RecordModel(catalogRowRoles(), this)) {
  m_second.setInterval(std::chrono::seconds(1));
  connect(&m_second, &QTimer::timeout, this, &CatalogViewModel::updateRows);
  connect(m_feed.get(), &CatalogFeed::changed, this, &CatalogViewModel::update);
  connect(m_consul, &ConsulConnection::stateChanged, this, &CatalogViewModel::begin);
  connect(m_services, &RecordModel::countChanged, this, &CatalogViewModel::summaryChanged);
  connect(this, &PageViewModel::shownChanged, this, [this] {
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

void CatalogViewModel::setFilter(const QString& text) {
  if (m_filter == text) return;
  m_filter = text;
  emit filterChanged();
  update();
}

void CatalogViewModel::select(const QString& service) {
  if (m_selected == service) return;
  m_selected = service;
  emit selectedChanged();
  updateRows();
}

int CatalogViewModel::selectedIndex() const {
  const auto& records = m_services->records();
  const auto it = std::find_if(records.begin(), records.end(), [this](const RecordModel::Record& record) {
    return record.front().toString() == m_selected;
  });
  return it == records.end() ? -1 : static_cast<int>(it - records.begin());
}

void CatalogViewModel::moveSelection(int rows) {
  if (m_services->count() == 0) return;
  const int row = std::clamp(selectedIndex() + rows, 0, m_services->count() - 1);
  select(m_services->records()[static_cast<std::size_t>(row)].front().toString());
}

void CatalogViewModel::toggle(const QString& instance) {
  if (!m_open.remove(instance)) m_open.insert(instance);
  updateRows();
}

void CatalogViewModel::update() {
  const FeedStatus status = m_feed->status();
  setState(pageState(status), statusText(status, QDateTime::currentMSecsSinceEpoch()));
  addColors();
  if (!isShown()) return;
  updateServices();
  updateRows();
}

// Only of services with several versions: a service of a single one needs no colour to be told apart, and the
// version numbers of all the rest of a cluster would use up the colours.
void CatalogViewModel::addColors() {
  QStringList all;
  for (const auto& [name, service] : m_feed->services()) {
    QStringList versions;
    for (const consul::Instance& instance : service->instances) versions << versionOf(instance);
    versions.removeDuplicates();
    if (versions.size() > 1) all << versions;
  }
  m_colors->add(all);
}

void CatalogViewModel::updateServices() {
  const TableFilter filter(m_filter, catalogFilterFields());
  std::vector<RecordModel::Record> records;
  HealthCounts all;
  for (const auto& [name, service] : m_feed->services()) {
    const HealthCounts counts = countHealth(service->instances);
    all.passing += counts.passing;
    all.warning += counts.warning;
    all.critical += counts.critical;
    if (filter.matches(catalogSearchText(*service))) records.push_back(serviceRecord(*service));
  }
  m_services->setRecords(std::move(records));
  m_summary = tr("%n service(s)", nullptr, static_cast<int>(m_feed->services().size())) +
              QStringLiteral(" \u00b7 ") + tr("%n instance(s)", nullptr, all.all());
  if (all.critical > 0) m_summary += QStringLiteral(" \u00b7 ") + tr("%1 critical").arg(all.critical);
  if (m_selected.isEmpty() && state() == State::Ready) select(mostVersioned());
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
  const auto service = m_feed->services().find(m_selected.toStdString());
  if (service == m_feed->services().end()) {
    m_rows->setRecords({});
    m_selectedSummary = m_selected.isEmpty() ? QString() : tr("no longer in the catalog");
  } else {
    m_rows->setRecords(catalogRows(*service->second, *m_feed, m_open, QDateTime::currentMSecsSinceEpoch()));
    m_selectedSummary = healthText(countHealth(service->second->instances));
  }
  emit summaryChanged();
}

QString CatalogViewModel::emptyText() const {
  if (m_services->count() > 0 || state() == State::Loading || state() == State::Failed) return {};
  return m_filter.trimmed().isEmpty() ? tr("The catalog is empty.") : tr("No service fits this filter.");
}

}  // namespace halftone::app
