// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/rulelistmodel.h"

#include <QLocale>

#include "app/viewmodels/figures.h"
#include "backend/policy/words.h"

namespace halftone::app {

namespace {

QString whenText(const std::vector<policy::Condition>& conditions, const QString& conjunction) {
  const auto language =
      QLocale().language() == QLocale::Chinese ? policy::Language::Chinese : policy::Language::English;
  QStringList words;
  for (const policy::Condition& condition : conditions)
    words.append(QString::fromStdString(policy::describe(condition, language)));
  return words.join(conjunction);
}

}  // namespace

QVariantList splitParts(const std::vector<policy::Share>& split) {
  QVariantList parts;
  for (const policy::Share& share : split) {
    parts.append(QVariantMap{{QStringLiteral("version"), QString::fromStdString(share.version)},
                             {QStringLiteral("share"), share.weight.value() / 10000.0},
                             {QStringLiteral("text"), QString::fromStdString(share.weight.toString())}});
  }
  return parts;
}

RuleListModel::RuleListModel(QObject* parent) : QAbstractListModel(parent) {}

void RuleListModel::setDraft(const PolicyDraft* draft) {
  beginResetModel();
  m_draft = draft;
  endResetModel();
}

void RuleListModel::refresh() {
  if (rowCount() > 0) emit dataChanged(index(0), index(rowCount() - 1));
}

void RuleListModel::setRates(const QHash<QString, double>& rates) {
  m_rates = rates;
  if (rowCount() > 0) emit dataChanged(index(0), index(rowCount() - 1), {HitsRole});
}

int RuleListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || m_draft == nullptr ? 0 : static_cast<int>(m_draft->inForce().rules.size());
}

QVariant RuleListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto row = static_cast<std::size_t>(index.row());
  const policy::Rule& rule = m_draft->inForce().rules[row];
  switch (role) {
    case NameRole:
      return QString::fromStdString(rule.name);
    case NumberRole:
      return index.row() + 1;
    case WhenRole:
      return whenText(rule.when, tr(" and "));
    case SplitRole:
      return splitParts(rule.split);
    case EnabledRole:
      return m_draft->isRuleEnabled(row);
    case ChangedRole:
      return m_draft->isRuleEnabled(row) != rule.enabled;
    case HitsRole: {
      const auto rate = m_rates.constFind(QString::fromStdString(rule.name));
      return rate == m_rates.constEnd() ? QString() : tr("%1/s").arg(formatRate(*rate));
    }
    default:
      return {};
  }
}

QHash<int, QByteArray> RuleListModel::roleNames() const {
  return {{NameRole, "name"},      {NumberRole, "number"},   {WhenRole, "when"}, {SplitRole, "split"},
          {EnabledRole, "ruleOn"}, {ChangedRole, "changed"}, {HitsRole, "hits"}};
}

}  // namespace halftone::app
