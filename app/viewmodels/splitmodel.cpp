// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/splitmodel.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace halftone::app {

namespace {

constexpr int kOneGestureMs = 700;

QString percent(int basisPoints) {
  return QLocale::c().toString(basisPoints / 100.0, 'f', 2);
}

int weightIn(const std::vector<policy::Share>& shares, const QString& version, int absent) {
  const std::string name = version.toStdString();
  const auto found = std::find_if(shares.begin(), shares.end(),
                                  [&name](const policy::Share& s) { return s.version == name; });
  return found == shares.end() ? absent : found->weight.value();
}

}  // namespace

SplitModel::SplitModel(QObject* parent) : QAbstractListModel(parent) {}

int SplitModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant SplitModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
    case VersionRole:
      return row.version;
    case WeightRole:
      return row.part.weight;
    case LimitRole:
      return largestWeight(parts(), index.row());
    case InForceRole:
      return row.inForce;
    case MeasuredRole:
      return row.measured ? row.measured->share : -1.0;
    case MeasuredLowRole:
      return row.measured ? row.measured->low : -1.0;
    case MeasuredHighRole:
      return row.measured ? row.measured->high : -1.0;
    case SessionsRole:
      return row.sessions.value_or(-1.0);
    case LockedRole:
      return row.part.locked;
    case StableRole:
      return row.part.stable;
    case DisagreesRole:
      return row.away >= kAwayLooks;
    case WeightTextRole:
    case MeasuredTextRole:
    case SessionsTextRole:
    case ChangeTextRole:
      return text(row, role);
    default:
      return {};
  }
}

QString SplitModel::text(const Row& row, int role) const {
  switch (role) {
    case WeightTextRole:
      return percent(row.part.weight);
    case MeasuredTextRole: {
      if (!row.measured) return QStringLiteral("–");
      const double reach = 50 * (row.measured->high - row.measured->low);
      return QStringLiteral("%1 ±%2").arg(100 * row.measured->share, 0, 'f', 1).arg(reach, 0, 'f', 1);
    }
    case SessionsTextRole:
      return row.sessions ? QString::number(100 * *row.sessions, 'f', 1) : QStringLiteral("–");
    case ChangeTextRole: {
      const int change = row.part.weight - std::max(0, row.inForce);
      if (change == 0) return {};
      return (change > 0 ? QStringLiteral("+") : QStringLiteral("−")) + percent(std::abs(change));
    }
    default:
      return {};
  }
}

QHash<int, QByteArray> SplitModel::roleNames() const {
  return {{VersionRole, "version"},
          {WeightRole, "weight"},
          {LimitRole, "limit"},
          {InForceRole, "inForce"},
          {MeasuredRole, "measured"},
          {MeasuredLowRole, "measuredLow"},
          {MeasuredHighRole, "measuredHigh"},
          {SessionsRole, "sessions"},
          {LockedRole, "locked"},
          {StableRole, "stable"},
          {WeightTextRole, "weightText"},
          {MeasuredTextRole, "measuredText"},
          {SessionsTextRole, "sessionsText"},
          {ChangeTextRole, "changeText"},
          {DisagreesRole, "disagrees"}};
}

void SplitModel::setInForce(const std::vector<policy::Share>& shares, const QString& stable,
                            const QStringList& versions) {
  const bool keepDraft = !m_rows.empty() && isChanged();
  const std::vector<policy::Share> draft = wanted();
  const auto shown = [this] {
    QStringList names;
    for (const Row& row : m_rows) names.append(row.version);
    return names;
  };
  QStringList order;  // the split's order first, then what it does not use
  for (const policy::Share& share : shares) order.append(QString::fromStdString(share.version));
  for (const QString& version : versions) {
    if (!order.contains(version)) order.append(version);
  }
  if (order != shown()) {
    beginResetModel();
    m_rows.clear();
    m_dragging = false;
    for (const QString& version : order) m_rows.push_back(Row{version, {}, -1, {}, {}});
    endResetModel();
  }
  for (Row& row : m_rows) {
    const int inForce = weightIn(shares, row.version, -1);
    if (inForce != row.inForce) row.away = 0;
    row.inForce = inForce;
    row.part.stable = row.version == stable;
    if (!keepDraft) row.part.weight = std::max(0, row.inForce);
  }
  if (keepDraft) setWanted(draft);
  emitRows({});
  emit versionsChanged();
  emit weightsChanged();
}

void SplitModel::setWanted(const std::vector<policy::Share>& shares) {
  int sum = 0;
  for (const Row& row : m_rows) sum += weightIn(shares, row.version, 0);
  if (sum != kWholeSplit) return reset();  // it names a version that is gone
  for (Row& row : m_rows) row.part.weight = weightIn(shares, row.version, 0);
  emitRows({});
  emit weightsChanged();
}

std::vector<policy::Share> SplitModel::wanted() const {
  std::vector<policy::Share> shares;
  for (const Row& row : m_rows) {
    if (row.inForce < 0 && row.part.weight > 0)
      shares.push_back({row.version.toStdString(), BasisPoints(row.part.weight)});
  }
  for (const Row& row : m_rows) {
    if (row.inForce >= 0) shares.push_back({row.version.toStdString(), BasisPoints(row.part.weight)});
  }
  return shares;
}

void SplitModel::setMeasured(const std::map<QString, MeasuredShare>& measured) {
  for (Row& row : m_rows) {
    const auto found = measured.find(row.version);
    row.measured = found == measured.end() ? std::nullopt : std::optional(found->second);
    row.away = row.measured && isFarAway(*row.measured, row.inForce) ? row.away + 1 : 0;
  }
  emitRows({MeasuredRole, MeasuredLowRole, MeasuredHighRole, MeasuredTextRole, DisagreesRole});
}

void SplitModel::setSessions(const std::map<QString, double>& sessions) {
  for (Row& row : m_rows) {
    const auto found = sessions.find(row.version);
    row.sessions = found == sessions.end() ? std::nullopt : std::optional(found->second);
  }
  emitRows({SessionsRole, SessionsTextRole});
}

void SplitModel::setProportional(bool proportional) {
  if (m_proportional == proportional) return;
  m_proportional = proportional;
  emit proportionalChanged();
}

bool SplitModel::isChanged() const {
  return std::any_of(m_rows.begin(), m_rows.end(),
                     [](const Row& row) { return row.part.weight != std::max(0, row.inForce); });
}

QString SplitModel::sumText() const {
  int sum = 0;
  for (const Row& row : m_rows) sum += row.part.weight;
  return percent(sum);
}

QString SplitModel::stableVersion() const {
  const auto found =
      std::find_if(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.part.stable; });
  return found == m_rows.end() ? QString() : found->version;
}

void SplitModel::beginDrag() {
  ++m_gesture;
  m_snapshot = parts();
  m_dragging = true;
}

void SplitModel::endDrag() {
  m_dragging = false;
  m_sinceEdit.invalidate();
}

void SplitModel::setWeight(int row, int weight) {
  const Balancing balancing = m_proportional ? Balancing::Proportional : Balancing::StableAbsorbs;
  apply(withWeight(m_dragging ? m_snapshot : parts(), row, weight, balancing));
}

bool SplitModel::setWeightText(int row, const QString& text) {
  QString number = text.trimmed();
  if (number.endsWith(QLatin1Char('%'))) number.chop(1);
  number.replace(QLatin1Char(','), QLatin1Char('.'));
  bool ok = false;
  const double value = number.trimmed().toDouble(&ok);
  if (!ok || !(value >= 0 && value <= 100)) return false;
  setWeight(row, static_cast<int>(std::lround(value * 100)));
  return true;
}

void SplitModel::setLocked(int row, bool locked) {
  if (row < 0 || row >= count()) return;
  m_rows[static_cast<std::size_t>(row)].part.locked = locked;
  m_dragging = false;
  emitRows({LockedRole, LimitRole});
}

void SplitModel::shareEvenly() {
  m_sinceEdit.invalidate();
  apply(withEqualWeights(parts()));
}

void SplitModel::reset() {
  ++m_gesture;
  for (Row& row : m_rows) row.part.weight = std::max(0, row.inForce);
  m_dragging = false;
  emitRows({});
  emit weightsChanged();
}

void SplitModel::retranslate() {
  emitRows({WeightTextRole, MeasuredTextRole, SessionsTextRole, ChangeTextRole});
}

std::vector<SplitPart> SplitModel::parts() const {
  std::vector<SplitPart> parts;
  parts.reserve(m_rows.size());
  for (const Row& row : m_rows) parts.push_back(row.part);
  return parts;
}

void SplitModel::apply(const std::vector<SplitPart>& parts) {
  if (!m_dragging && (!m_sinceEdit.isValid() || m_sinceEdit.elapsed() > kOneGestureMs)) ++m_gesture;
  m_sinceEdit.start();
  for (std::size_t i = 0; i < m_rows.size(); ++i) m_rows[i].part.weight = parts[i].weight;
  emitRows({WeightRole, LimitRole, WeightTextRole, ChangeTextRole});
  emit weightsChanged();
}

void SplitModel::emitRows(const QList<int>& roles) {
  if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1), roles);
}

}  // namespace halftone::app
