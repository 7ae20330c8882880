// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/rowselection.h"

#include <algorithm>
#include <utility>

namespace halftone::app {

void RowSelection::setRows(const QStringList& ids) {
  if (m_rows == ids) return;
  m_rows = ids;
  const QSet<QString> known(m_rows.begin(), m_rows.end());
  QSet<QString> kept = m_selected;
  kept.intersect(known);
  if (!known.contains(m_anchor)) m_anchor.clear();
  QString current = known.contains(m_current) ? m_current : QString();
  if (current.isEmpty()) {
    const auto next =
        std::find_if(m_rows.begin(), m_rows.end(), [&kept](const QString& id) { return kept.contains(id); });
    if (next != m_rows.end()) current = *next;
  }
  const bool same = kept == m_selected && current == m_current;
  set(current, std::move(kept));
  if (same) {  // yet the current row may have another place
    ++m_revision;
    emit changed();
  }
}

QStringList RowSelection::ids() const {
  QStringList selected;
  for (const QString& id : m_rows) {
    if (m_selected.contains(id)) selected << id;
  }
  return selected;
}

bool RowSelection::has(const QString& id, int) const {
  return m_selected.contains(id);
}

void RowSelection::choose(const QString& id) {
  const QString known = m_rows.contains(id) ? id : QString();
  m_anchor = known;
  set(known, known.isEmpty() ? QSet<QString>() : QSet<QString>{known});
}

void RowSelection::toggle(const QString& id) {
  if (!m_rows.contains(id)) return;
  m_anchor = id;
  QSet<QString> selected = m_selected;
  if (!selected.remove(id)) selected.insert(id);
  set(id, std::move(selected));
}

void RowSelection::extendTo(const QString& id) {
  const qsizetype to = m_rows.indexOf(id);
  const qsizetype from = m_rows.indexOf(m_anchor);
  if (to < 0) return;
  if (from < 0) return choose(id);
  QSet<QString> selected;
  for (qsizetype i = std::min(from, to); i <= std::max(from, to); ++i) selected.insert(m_rows[i]);
  set(id, std::move(selected));
}

void RowSelection::move(int rows, bool extend) {
  if (m_rows.isEmpty()) return;
  const int place = currentIndex();
  const qint64 from = place < 0 && rows < 0 ? 0 : place;
  const auto to = std::clamp<qint64>(from + rows, 0, m_rows.size() - 1);
  extend ? extendTo(m_rows[to]) : choose(m_rows[to]);
}

void RowSelection::selectAll() {
  if (m_rows.isEmpty()) return;
  set(m_current.isEmpty() ? m_rows.front() : m_current, QSet<QString>(m_rows.begin(), m_rows.end()));
}

void RowSelection::reduce() {
  choose(count() > 1 ? m_current : QString());
}

void RowSelection::select(const QStringList& ids) {
  QSet<QString> selected(ids.begin(), ids.end());
  selected.intersect(QSet<QString>(m_rows.begin(), m_rows.end()));
  const QString current = selected.contains(m_current) || ids.isEmpty() ? m_current : ids.front();
  m_anchor = current;
  set(current, std::move(selected));
}

void RowSelection::set(const QString& current, QSet<QString> selected) {
  const bool same = current == m_current && selected == m_selected;
  m_current = current;
  m_selected = std::move(selected);
  if (same) return;
  ++m_revision;
  emit changed();
}

}  // namespace halftone::app
