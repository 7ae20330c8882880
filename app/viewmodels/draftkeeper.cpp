// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/draftkeeper.h"

#include <QLoggingCategory>
#include <algorithm>
#include <set>
#include <utility>

#include "app/feeds/consulconnection.h"
#include "app/feeds/identityfeed.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {
Q_LOGGING_CATEGORY(logDrafts, "halftone.drafts", QtWarningMsg)
}

DraftKeeper::DraftKeeper(const Feeds& feeds, TrafficViewModel* page, QString cluster, const QString& folder,
                         QObject* parent)
    : QObject(parent), m_feeds(feeds), m_cluster(std::move(cluster)), m_drafts(folder) {
  m_timer.setSingleShot(true);
  m_timer.setInterval(kPause);
  connect(&m_timer, &QTimer::timeout, this, &DraftKeeper::flush);
  add(page);
}

DraftKeeper::~DraftKeeper() {
  flush();
}

void DraftKeeper::add(TrafficViewModel* page) {
  m_pages.push_back({page, {}});
  connect(page, &TrafficViewModel::serviceChanged, this, [this, page] {
    flush();
    for (Page& one : m_pages) {
      if (one.vm == page) one.shown.clear();
    }
  });
  connect(page, &TrafficViewModel::policyChanged, this, [this, page] { follow(page); });
  connect(page, &TrafficViewModel::draftChanged, this, [this, page] { follow(page); });
  connect(page, &QObject::destroyed, this, [this](QObject* gone) { remove(gone); });
  follow(page);
}

// Of `vm` only the address is left.
void DraftKeeper::remove(const QObject* vm) {
  std::erase_if(m_pages, [vm](const Page& page) { return static_cast<const QObject*>(page.vm) == vm; });
  std::set<QString> published;
  for (const Page& page : m_pages) {
    if (page.vm->publishesHere()) published.insert(page.shown);
  }
  for (const Page& page : std::vector<Page>(m_pages)) {
    if (!published.contains(page.shown)) page.vm->outlive();
  }
  tellOthers();
}

void DraftKeeper::follow(TrafficViewModel* vm) {
  const auto page =
      std::find_if(m_pages.begin(), m_pages.end(), [vm](const Page& one) { return one.vm == vm; });
  if (page == m_pages.end()) return;
  if (!vm->draft() || vm->service().isEmpty()) return tellOthers();
  if (page->shown != vm->service()) {
    page->shown = vm->service();
    if (bring(*page)) return;  // it has told us of the draft by now
  }
  share(*vm);
  keep(*vm);
  tellOthers();
}

bool DraftKeeper::bring(Page& page) {
  TrafficViewModel* vm = page.vm;
  const QString service = page.shown;
  for (const Page& other : m_pages) {
    if (other.vm == vm || other.shown != service || !other.vm->draft()) continue;
    return vm->share(*other.vm);
  }
  flush();
  const Result<store::Draft> kept = m_drafts.load(m_cluster.toStdString(), service.toStdString());
  if (kept) return vm->restoreDraft(*kept);
  if (kept.error().code == ErrorCode::NotFound) return false;
  m_unreadable.insert(service);
  qCWarning(logDrafts).noquote() << QString::fromStdString(kept.error().toString());
  return false;
}

void DraftKeeper::share(const TrafficViewModel& from) {
  const QString service = from.service();
  for (const Page& page : std::vector<Page>(m_pages)) {
    if (page.vm != &from && page.shown == service) (void)page.vm->share(from);
  }
}

void DraftKeeper::keep(const TrafficViewModel& page) {
  const QString service = page.service();
  const std::string cluster = m_cluster.toStdString();
  const PolicyDraft& draft = *page.draft();
  if (draft.isChanged()) {
    m_pending.insert_or_assign(service, draft);
    if (!m_timer.isActive()) m_timer.start();
    return;
  }
  m_pending.erase(service);
  if (m_unreadable.contains(service)) return;
  const Result<void> removed = m_drafts.remove(cluster, service.toStdString());
  if (!removed) qCWarning(logDrafts).noquote() << QString::fromStdString(removed.error().toString());
}

void DraftKeeper::tellOthers() {
  if (m_feeds.consul->endpoint().readOnly) return;
  std::set<std::string> edited;
  for (const Page& page : m_pages) {
    if (page.vm->isChanged()) edited.insert(page.vm->service().toStdString());
  }
  for (const auto& [service, presence] : m_presences) {
    if (!edited.contains(service)) presence->release();
  }
  for (const std::string& service : edited) {
    std::unique_ptr<store::Presence>& presence = m_presences[service];
    if (presence == nullptr) presence = std::make_unique<store::Presence>(m_feeds.consul->client());
    presence->edit(service, m_feeds.who->actor());
  }
}

bool DraftKeeper::isOurs(const std::string& session) const {
  return std::any_of(m_presences.begin(), m_presences.end(),
                     [&session](const auto& entry) { return entry.second->session() == session; });
}

bool DraftKeeper::leave() {
  auto waiting = std::make_shared<std::size_t>(0);
  for (const auto& [service, presence] : m_presences) {
    if (presence->session().empty()) continue;
    ++*waiting;
    connect(presence.get(), &store::Presence::released, this, [this, waiting] {
      if (--*waiting == 0) emit left();
    });
    presence->release();
  }
  return *waiting > 0;
}

void DraftKeeper::flush() {
  m_timer.stop();
  const std::string cluster = m_cluster.toStdString();
  for (const auto& [service, draft] : std::exchange(m_pending, {})) {
    const Result<void> saved = m_drafts.save({cluster,
                                              service.toStdString(),
                                              {},
                                              draft.base(),
                                              codec::writePolicy(draft.edited()),
                                              draft.undoTexts(),
                                              draft.redoTexts()});
    if (saved) continue;
    qCWarning(logDrafts).noquote() << QString::fromStdString(saved.error().toString());
    emit failed(QString::fromStdString(saved.error().toString()));
  }
}

}  // namespace halftone::app
