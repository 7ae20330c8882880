// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/policyhistory.h"

#include <QDateTime>
#include <algorithm>
#include <utility>

#include "app/feeds/clock.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/linediff.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

// Texts compare in one form: the history keeps documents compact, people write them as they like.
QString inOneForm(const std::string& text) {
  const auto policy = codec::readPolicy(text);
  return QString::fromStdString(policy ? codec::writePolicy(*policy) : text);
}

}  // namespace

PolicyHistory::PolicyHistory(store::PolicyStore* store, QObject* parent)
    : QObject(parent),
      m_store(store),
      m_rows({QStringLiteral("revision"), QStringLiteral("title"), QStringLiteral("time"),
              QStringLiteral("who"), QStringLiteral("why"), QStringLiteral("from"),
              QStringLiteral("inForce")}) {}

void PolicyHistory::setInForce(const store::StoredPolicy& stored) {
  if (stored.service != m_inForce.service) {
    m_entries.clear();
    m_brought.clear();
    m_selected = 0;
    m_base = 0;
  }
  m_inForce = stored;
  show();
  emit selectedChanged();
  load();
}

void PolicyHistory::clear() {
  m_inForce = {};
  m_entries.clear();
  m_brought.clear();
  m_selected = 0;
  m_base = 0;
  show();
  emit selectedChanged();
}

std::optional<store::HistoryEntry> PolicyHistory::newest() const {
  return m_entries.empty() ? std::nullopt : std::optional(m_entries.front());
}

void PolicyHistory::load() {
  const std::string service = m_inForce.service;
  if (service.empty()) return;
  m_store->history(
      service, kShown, this, [this, service](const Result<std::vector<store::HistoryEntry>>& entries) {
        if (service != m_inForce.service) return;
        if (entries) m_entries = withBrought(*entries);
        m_stateText =
            entries ? m_entries.empty() ? tr("Nothing has been published with Halftone yet.") : QString()
                    : tr("The history cannot be read: %1")
                          .arg(QString::fromStdString(entries.error().toString()));
        show();
        emit stateChanged();
        emit selectedChanged();
        emit loaded();
      });
}

std::vector<store::HistoryEntry> PolicyHistory::withBrought(std::vector<store::HistoryEntry> newest) const {
  for (const store::HistoryEntry& old : m_brought) {
    const bool isThere = std::any_of(newest.begin(), newest.end(),
                                     [&old](const auto& one) { return one.revision == old.revision; });
    if (!isThere) newest.push_back(old);
  }
  std::sort(newest.begin(), newest.end(),
            [](const auto& a, const auto& b) { return a.revision > b.revision; });
  return newest;
}

void PolicyHistory::bring(int revision, QObject* context,
                          std::function<void(const Result<void>& there)> done) {
  if (entry(revision) != nullptr) return done({});
  const std::string service = m_inForce.service;
  m_store->revision(service, static_cast<std::uint64_t>(revision), context,
                    [this, service, done = std::move(done)](const Result<store::HistoryEntry>& old) {
                      if (service != m_inForce.service) return;
                      if (!old) return done(tl::unexpected(old.error()));
                      if (entry(static_cast<int>(old->revision)) == nullptr) {
                        m_brought.push_back(*old);
                        m_entries = withBrought(std::move(m_entries));
                        show();
                      }
                      done({});
                    });
}

void PolicyHistory::show() {
  const qint64 now = nowMs();
  std::vector<RecordModel::Record> records;
  for (const store::HistoryEntry& entry : m_entries) {
    const QDateTime time = QDateTime::fromString(QString::fromStdString(entry.time), Qt::ISODateWithMs);
    records.push_back({static_cast<int>(entry.revision), QStringLiteral("r%1").arg(entry.revision),
                       formatTime(time.toMSecsSinceEpoch(), now), QString::fromStdString(entry.who),
                       QString::fromStdString(entry.why), QString::fromStdString(entry.from),
                       entry.revision == m_inForce.revision});
  }
  m_rows.setRecords(std::move(records));
  emit basesChanged();
}

void PolicyHistory::select(int revision) {
  if (m_selected == revision) return;
  m_selected = revision;
  emit selectedChanged();
}

void PolicyHistory::selectAt(int row) {
  if (row >= 0 && row < m_rows.count()) select(m_rows.value(row, QStringLiteral("revision")).toInt());
}

const store::HistoryEntry* PolicyHistory::entry(int revision) const {
  const auto found = std::find_if(m_entries.begin(), m_entries.end(), [revision](const auto& entry) {
    return static_cast<int>(entry.revision) == revision;
  });
  return found == m_entries.end() ? nullptr : &*found;
}

QVariantList PolicyHistory::diff() const {
  const store::HistoryEntry* chosen = entry(m_selected);
  if (chosen == nullptr) return {};
  const store::HistoryEntry* base = entry(m_base);
  return diffRows(inOneForm(base == nullptr ? m_inForce.text : base->text), inOneForm(chosen->text));
}

QStringList PolicyHistory::bases() const {
  QStringList names{tr("in force")};
  for (const store::HistoryEntry& one : m_entries) names << QStringLiteral("r%1").arg(one.revision);
  return names;
}

int PolicyHistory::base() const {
  const store::HistoryEntry* base = entry(m_base);
  return base == nullptr ? 0 : static_cast<int>(base - m_entries.data()) + 1;
}

void PolicyHistory::setBase(int place) {
  const bool known = place > 0 && static_cast<std::size_t>(place) <= m_entries.size();
  const int revision = known ? static_cast<int>(m_entries[static_cast<std::size_t>(place) - 1].revision) : 0;
  if (std::exchange(m_base, revision) != revision) emit selectedChanged();
}

std::optional<policy::Policy> PolicyHistory::policyOf(int revision) const {
  const store::HistoryEntry* chosen = entry(revision);
  if (chosen == nullptr) return std::nullopt;
  auto policy = codec::readPolicy(chosen->text);
  return policy ? std::optional(*std::move(policy)) : std::nullopt;
}

bool PolicyHistory::canRollBack() const {
  const store::HistoryEntry* chosen = entry(m_selected);
  return chosen != nullptr && inOneForm(chosen->text) != inOneForm(m_inForce.text);
}

void PolicyHistory::retranslate() {
  show();
  emit stateChanged();
}

}  // namespace halftone::app
