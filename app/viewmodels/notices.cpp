// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/notices.h"

#include <QDateTime>
#include <QTimer>
#include <algorithm>

#include "app/feeds/clock.h"
#include "app/viewmodels/deeplink.h"
#include "app/viewmodels/session.h"

namespace halftone::app {

namespace {

const QStringList kRoles{QStringLiteral("number"), QStringLiteral("mark"), QStringLiteral("title"),
                         QStringLiteral("text"),   QStringLiteral("time"), QStringLiteral("link")};

}  // namespace

Notices::Notices(QObject* parent) : QObject(parent), m_recent(kRoles), m_shown(kRoles) {}

void Notices::setEnabled(bool enabled) {
  if (m_enabled == enabled) return;
  m_enabled = enabled;
  if (!enabled) {
    for (Kept& kept : m_all) kept.shown = false;
    show();
  }
  emit enabledChanged();
}

void Notices::tell(const Notice& notice) {
  // By the wall's time: it spares the operator, and a replay's may go back.
  const bool admitted = m_gate.admits(notice.about, QDateTime::currentMSecsSinceEpoch());
  const int number = ++m_number;
  std::optional<DeepLink> link = parseDeepLink(notice.link, Session(nullptr).pages());
  if (link) link->cluster = m_cluster;
  m_all.push_front({number, notice, nowMs(), admitted && m_enabled, link ? toText(*link) : notice.link});
  if (m_all.size() > kKept) m_all.pop_back();
  ++m_unread;
  show();
  emit unreadChanged();
  if (!admitted || !m_enabled) return;
  QTimer::singleShot(std::chrono::milliseconds(kShownMs), this, [this, number] { dismiss(number); });
  emit told(number, notice.mark, notice.title(), notice.text());
}

void Notices::markRead() {
  if (std::exchange(m_unread, 0) != 0) emit unreadChanged();
}

void Notices::dismiss(int number) {
  for (Kept& kept : m_all) {
    if (kept.number == number) kept.shown = false;
  }
  show();
}

void Notices::open(int number) {
  const auto found =
      std::find_if(m_all.begin(), m_all.end(), [number](const Kept& kept) { return kept.number == number; });
  if (found == m_all.end()) return;
  const QString link = found->link;
  dismiss(number);
  if (!link.isEmpty()) emit opened(link);
}

void Notices::show() {
  std::vector<RecordModel::Record> recent;
  std::vector<RecordModel::Record> shown;
  for (const Kept& kept : m_all) {
    const QString time = QDateTime::fromMSecsSinceEpoch(kept.timeMs).toString(QStringLiteral("HH:mm:ss"));
    const RecordModel::Record record{kept.number, kept.notice.mark, kept.notice.title(), kept.notice.text(),
                                     time,        kept.link};
    recent.push_back(record);
    if (kept.shown && shown.size() < kShown) shown.push_back(record);
  }
  m_recent.setRecords(std::move(recent));
  m_shown.setRecords(std::move(shown));
}

}  // namespace halftone::app
