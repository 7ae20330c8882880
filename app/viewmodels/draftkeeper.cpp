// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/draftkeeper.h"

#include <QLoggingCategory>

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
    : QObject(parent),
      m_feeds(feeds),
      m_page(page),
      m_cluster(std::move(cluster)),
      m_drafts(folder),
      m_presence(feeds.consul->client()) {
  m_timer.setSingleShot(true);
  m_timer.setInterval(kPause);
  connect(&m_timer, &QTimer::timeout, this, &DraftKeeper::flush);
  connect(page, &TrafficViewModel::serviceChanged, this, [this] {
    flush();
    m_shown.clear();
  });
  connect(page, &TrafficViewModel::policyChanged, this, &DraftKeeper::follow);
  connect(page, &TrafficViewModel::draftChanged, this, &DraftKeeper::follow);
}

DraftKeeper::~DraftKeeper() {
  flush();
}

void DraftKeeper::follow() {
  const std::optional<PolicyDraft>& draft = m_page->draft();
  const QString service = m_page->service();
  if (!draft || service.isEmpty()) return m_presence.release();
  const std::string cluster = m_cluster.toStdString();
  if (m_shown != service) {
    m_shown = service;
    const Result<store::Draft> kept = m_drafts.load(cluster, service.toStdString());
    if (kept && m_page->restoreDraft(*kept)) return;  // it has told us of the draft by now
    if (!kept && kept.error().code != ErrorCode::NotFound) {
      m_unreadable.insert(service);
      qCWarning(logDrafts).noquote() << QString::fromStdString(kept.error().toString());
    }
  }
  if (draft->isChanged()) {
    m_pending =
        store::Draft{cluster, service.toStdString(), {}, draft->base(), codec::writePolicy(draft->edited())};
    if (!m_timer.isActive()) m_timer.start();
    if (!m_feeds.consul->endpoint().readOnly) m_presence.edit(service.toStdString(), m_feeds.who->actor());
    return;
  }
  m_presence.release();
  m_pending.reset();
  if (m_unreadable.contains(service)) return;
  const Result<void> removed = m_drafts.remove(cluster, service.toStdString());
  if (!removed) qCWarning(logDrafts).noquote() << QString::fromStdString(removed.error().toString());
}

void DraftKeeper::flush() {
  m_timer.stop();
  if (!m_pending) return;
  const Result<void> saved = m_drafts.save(*std::exchange(m_pending, std::nullopt));
  if (saved) return;
  qCWarning(logDrafts).noquote() << QString::fromStdString(saved.error().toString());
  emit failed(QString::fromStdString(saved.error().toString()));
}

}  // namespace halftone::app
