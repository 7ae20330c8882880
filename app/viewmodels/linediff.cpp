// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/linediff.h"

#include <QStringList>
#include <algorithm>
#include <cstdint>

namespace halftone::app {

namespace {

using Kind = DiffLine::Kind;

// The removed and the added lines of one change, paired as far as they go.
void flush(std::vector<DiffLine>& lines, std::vector<DiffLine>& removed, std::vector<DiffLine>& added) {
  const std::size_t count = std::max(removed.size(), added.size());
  for (std::size_t i = 0; i < count; ++i) {
    DiffLine line;
    if (i < removed.size()) {
      line.leftNumber = removed[i].leftNumber;
      line.left = removed[i].left;
    }
    if (i < added.size()) {
      line.rightNumber = added[i].rightNumber;
      line.right = added[i].right;
    }
    line.kind = i >= removed.size() ? Kind::Added : i >= added.size() ? Kind::Removed : Kind::Changed;
    lines.push_back(line);
  }
  removed.clear();
  added.clear();
}

// Length of the longest common subsequence of what follows (i, j), for all i and j.
class Table {
 public:
  Table(const QStringList& a, const QStringList& b)
      : m_width(static_cast<std::size_t>(b.size()) + 1),
        m_cells((static_cast<std::size_t>(a.size()) + 1) * m_width, 0) {
    for (qsizetype i = a.size() - 1; i >= 0; --i) {
      for (qsizetype j = b.size() - 1; j >= 0; --j)
        cell(i, j) = a[i] == b[j] ? cell(i + 1, j + 1) + 1 : std::max(cell(i + 1, j), cell(i, j + 1));
    }
  }
  std::uint32_t& cell(qsizetype i, qsizetype j) {
    return m_cells[static_cast<std::size_t>(i) * m_width + static_cast<std::size_t>(j)];
  }

 private:
  std::size_t m_width;
  std::vector<std::uint32_t> m_cells;
};

std::vector<DiffLine> allLines(const QStringList& a, const QStringList& b) {
  qsizetype head = 0;
  while (head < std::min(a.size(), b.size()) && a[head] == b[head]) ++head;
  qsizetype tail = 0;
  while (tail < std::min(a.size(), b.size()) - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  const QStringList left = a.mid(head, a.size() - head - tail);
  const QStringList right = b.mid(head, b.size() - head - tail);
  const bool small =
      static_cast<std::size_t>(left.size()) * static_cast<std::size_t>(right.size()) <= kMaxDiffCells;

  std::vector<DiffLine> lines;
  std::vector<DiffLine> removed;
  std::vector<DiffLine> added;
  const auto same = [&](qsizetype i, qsizetype j) {
    lines.push_back({Kind::Same, static_cast<int>(i) + 1, static_cast<int>(j) + 1, a[i], b[j]});
  };
  for (qsizetype i = 0; i < head; ++i) same(i, i);
  Table table(small ? left : QStringList(), small ? right : QStringList());
  qsizetype i = 0;
  qsizetype j = 0;
  while (i < left.size() || j < right.size()) {
    if (small && i < left.size() && j < right.size() && left[i] == right[j]) {
      flush(lines, removed, added);
      same(head + i, head + j);
      ++i;
      ++j;
    } else if (i < left.size() &&
               (j >= right.size() || !small || table.cell(i + 1, j) >= table.cell(i, j + 1))) {
      removed.push_back({Kind::Removed, static_cast<int>(head + i) + 1, 0, left[i], {}});
      ++i;
    } else {
      added.push_back({Kind::Added, 0, static_cast<int>(head + j) + 1, {}, right[j]});
      ++j;
    }
  }
  flush(lines, removed, added);
  for (qsizetype k = tail; k > 0; --k) same(a.size() - k, b.size() - k);
  return lines;
}

}  // namespace

std::vector<DiffLine> diffLines(const QString& left, const QString& right, int context) {
  const std::vector<DiffLine> all = allLines(left.split(QLatin1Char('\n')), right.split(QLatin1Char('\n')));
  std::vector<bool> near(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind == Kind::Same) continue;
    const auto reach = static_cast<std::size_t>(context);
    const std::size_t last = std::min(all.size() - 1, i + reach);
    for (std::size_t k = i < reach ? 0 : i - reach; k <= last; ++k) near[k] = true;
  }
  std::vector<DiffLine> shown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (near[i])
      shown.push_back(all[i]);
    else if (shown.empty() || shown.back().kind != Kind::Gap)
      shown.push_back({Kind::Gap, 0, 0, {}, {}});
  }
  return shown;
}

QVariantList diffRows(const QString& left, const QString& right) {
  static const QStringList kKinds{QStringLiteral("same"), QStringLiteral("removed"), QStringLiteral("added"),
                                  QStringLiteral("changed"), QStringLiteral("gap")};
  const auto number = [](int value) { return value > 0 ? QString::number(value) : QString(); };
  QVariantList rows;
  for (const DiffLine& line : diffLines(left, right)) {
    rows.append(QVariantMap{{QStringLiteral("kind"), kKinds[static_cast<int>(line.kind)]},
                            {QStringLiteral("leftNumber"), number(line.leftNumber)},
                            {QStringLiteral("rightNumber"), number(line.rightNumber)},
                            {QStringLiteral("left"), line.left},
                            {QStringLiteral("right"), line.right}});
  }
  return rows;
}

}  // namespace halftone::app
