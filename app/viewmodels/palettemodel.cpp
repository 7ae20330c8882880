// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/palettemodel.h"

#include <algorithm>
#include <utility>

#include "app/viewmodels/deeplink.h"

namespace halftone::app {

int fuzzyScore(const QString& title, const QString& typed) {
  constexpr int kWordBegin = 8;
  constexpr int kInARow = 4;
  constexpr int kWhole = 1000;
  if (title.compare(typed.trimmed(), Qt::CaseInsensitive) == 0) return kWhole;
  int score = 1;
  qsizetype at = 0;
  bool row = false;
  for (const QChar wanted : typed) {
    if (wanted.isSpace()) {
      row = false;
      continue;
    }
    // The begin of a word, if there is one ahead; else the next place.
    qsizetype found = -1;
    for (qsizetype i = at; i < title.size(); ++i) {
      if (title[i].toCaseFolded() != wanted.toCaseFolded()) continue;
      const bool begins = i == 0 || !title[i - 1].isLetterOrNumber();
      if (found < 0 || begins) found = i;
      if (begins || (row && i == at)) break;
    }
    if (found < 0) return 0;
    const bool begins = found == 0 || !title[found - 1].isLetterOrNumber();
    score += 1 + (begins ? kWordBegin : 0) + (row && found == at ? kInARow : 0);
    row = true;
    at = found + 1;
  }
  return score;
}

PaletteModel::PaletteModel(Source source, Typed typed, QObject* parent)
    : QAbstractListModel(parent), m_source(std::move(source)), m_ofTyped(std::move(typed)) {}

void PaletteModel::begin() {
  m_commands = m_source();
  m_gathered = m_commands.size();
  m_typed.clear();
  show();
}

void PaletteModel::setTyped(const QString& typed) {
  if (typed == m_typed) return;
  m_typed = typed;
  show();
}

void PaletteModel::show() {
  std::vector<std::pair<int, std::size_t>> order;
  for (std::size_t i = 0; i < m_gathered; ++i) {
    const int score =
        std::max(2 * fuzzyScore(m_commands[i].title, m_typed),
                 fuzzyScore(m_commands[i].group + QLatin1Char(' ') + m_commands[i].title, m_typed));
    if (score > 0) order.emplace_back(-score, i);
  }
  if (m_typed.trimmed().isEmpty())
    std::sort(order.begin(), order.end(), [](auto& a, auto& b) { return a.second < b.second; });
  else
    std::sort(order.begin(), order.end());
  if (order.size() > kMaxShown) order.resize(kMaxShown);
  beginResetModel();
  m_shown.clear();
  m_commands.resize(m_gathered);
  for (const auto& [score, command] : order) m_shown.push_back(command);
  for (Command& command : m_ofTyped ? m_ofTyped(m_typed) : std::vector<Command>()) {
    m_shown.push_back(m_commands.size());
    m_commands.push_back(std::move(command));
  }
  endResetModel();
  emit typedChanged();
}

QString PaletteModel::emptyText() const {
  if (!m_shown.empty()) return {};
  return looksLikeDeepLink(m_typed) ? tr("This link leads to no place in Halftone.")
                                    : tr("Nothing has such a name.");
}

void PaletteModel::run(int row) {
  if (row >= 0 && row < count()) emit chosen(m_commands[m_shown[static_cast<std::size_t>(row)]].target);
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Command& command = m_commands[m_shown[static_cast<std::size_t>(index.row())]];
  switch (role) {
    case TitleRole:
      return command.title;
    case GroupRole:
      return command.group;
    case ShortcutRole:
      return command.shortcut;
    case TargetRole:
      return command.target;
    default:
      return {};
  }
}

QHash<int, QByteArray> PaletteModel::roleNames() const {
  return {{TitleRole, "title"}, {GroupRole, "group"}, {ShortcutRole, "shortcut"}, {TargetRole, "target"}};
}

}  // namespace halftone::app
