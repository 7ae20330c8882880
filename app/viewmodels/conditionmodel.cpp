// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/conditionmodel.h"

#include <QLocale>
#include <cmath>

#include "app/viewmodels/valuelist.h"
#include "backend/policy/names.h"

namespace halftone::app {

namespace {

using policy::Attribute;
using policy::Condition;
using policy::Operator;

const QString kAbsent = QStringLiteral("absent");

QString word(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString shapeOf(Operator op) {
  switch (op) {
    case Operator::Is:
    case Operator::In:
      return QStringLiteral("list");
    case Operator::Range:
      return QStringLiteral("range");
    case Operator::Percent:
      return QStringLiteral("percent");
    case Operator::Exists:
      return QStringLiteral("none");
    default:
      return QStringLiteral("text");
  }
}

Condition freshTest() {
  Condition test;
  test.attribute.kind = Attribute::Kind::User;
  test.op = Operator::Is;
  test.values = {""};
  return test;
}

bool needsName(const Attribute& attribute) {
  return attribute.kind == Attribute::Kind::Header || attribute.kind == Attribute::Kind::Cookie ||
         attribute.kind == Attribute::Kind::Query || attribute.kind == Attribute::Kind::JwtClaim;
}

// "header:" for a header: one of policy::attributeWords().
QString kindWord(const Attribute& attribute) {
  const QString text = QString::fromStdString(toString(attribute));
  return needsName(attribute) ? text.left(text.indexOf(QLatin1Char(':')) + 1) : text;
}

QString operatorWord(const Condition& condition) {
  return condition.op == Operator::Exists && !condition.exists ? kAbsent : word(toString(condition.op));
}

int indexOf(const QVariantList& choices, const QString& value) {
  for (int i = 0; i < choices.size(); ++i) {
    if (choices[i].toMap().value(QStringLiteral("value")).toString() == value) return i;
  }
  return -1;
}

}  // namespace

ConditionModel::ConditionModel(QObject* parent) : QAbstractListModel(parent) {}

void ConditionModel::setConditions(Conditions conditions) {
  m_conditions = std::move(conditions);
  m_badInput.clear();
  rebuild();
}

void ConditionModel::rebuild() {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < m_conditions.size(); ++i)
    addRows(m_conditions[i], "/when/" + std::to_string(i), 0, rows);
  const auto sameShape = [](const Row& a, const Row& b) { return a.depth == b.depth && a.group == b.group; };
  const bool same = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), sameShape);
  if (same) {
    m_rows = std::move(rows);
    if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1));
    return;
  }
  beginResetModel();
  m_rows = std::move(rows);
  m_problems.clear();
  m_badInput.clear();
  endResetModel();
  emit countChanged();
}

void ConditionModel::addRows(const Condition& condition, const std::string& pointer, int depth,
                             std::vector<Row>& rows) {
  const Condition* inner = &condition;
  std::string place = pointer;
  bool negated = false;
  while (inner->kind == Condition::Kind::Not && !inner->children.empty()) {
    inner = &inner->children.front();
    place += "/not";
    negated = !negated;
  }
  rows.push_back({place, pointer, depth, inner->kind == Condition::Kind::Any, negated});
  if (inner->kind != Condition::Kind::Any) return;
  for (std::size_t i = 0; i < inner->children.size(); ++i)
    addRows(inner->children[i], place + "/any/" + std::to_string(i), depth + 1, rows);
}

Condition* ConditionModel::at(const std::string& pointer) {
  Conditions* list = &m_conditions;
  Condition* found = nullptr;
  for (const QString& step : QString::fromStdString(pointer).split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
    if (step == QLatin1String("when") || step == QLatin1String("any")) continue;
    const std::size_t number = step == QLatin1String("not") ? 0 : step.toUInt();
    if (number >= list->size()) return nullptr;
    found = &(*list)[number];
    list = &found->children;
  }
  return found;
}

const Condition* ConditionModel::at(int row) const {
  return const_cast<ConditionModel*>(this)->at(m_rows[static_cast<std::size_t>(row)].pointer);
}

Condition* ConditionModel::test(int row) {
  if (row < 0 || row >= count() || m_rows[static_cast<std::size_t>(row)].group) return nullptr;
  return at(m_rows[static_cast<std::size_t>(row)].pointer);
}

void ConditionModel::changed(int row) {
  if (row >= 0) emit dataChanged(index(row), index(row));
  emit edited();
}

void ConditionModel::setBadInput(int row, bool bad) {
  if (bad)
    m_badInput.insert(row, true);
  else
    m_badInput.remove(row);
}

void ConditionModel::setProblems(const std::vector<std::pair<std::string, QString>>& problems) {
  m_problems.clear();
  for (const auto& [pointer, message] : problems) {
    int best = -1;  // the innermost row that the pointer lies in
    std::size_t length = 0;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
      const std::string& own = m_rows[i].outer;
      const bool inside = pointer.compare(0, own.size(), own) == 0 &&
                          (pointer.size() == own.size() || pointer[own.size()] == '/');
      if (inside && own.size() > length) {
        best = static_cast<int>(i);
        length = own.size();
      }
    }
    if (best >= 0 && !m_problems.contains(best)) m_problems.insert(best, message);
  }
  if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1), {ProblemRole});
}

QString ConditionModel::attributeOf(int row) const {
  if (row < 0 || row >= count() || m_rows[static_cast<std::size_t>(row)].group) return {};
  const Condition* condition = at(row);
  return condition == nullptr ? QString() : QString::fromStdString(toString(condition->attribute));
}

QVariantList ConditionModel::attributes() const {
  QVariantList list;
  for (const std::string_view attribute : policy::attributeWords()) {
    QString text = word(attribute);
    if (text.endsWith(QLatin1Char(':'))) text.chop(1);
    list.append(QVariantMap{{QStringLiteral("value"), word(attribute)}, {QStringLiteral("text"), text}});
  }
  return list;
}

QVariantList ConditionModel::operatorsOf(const Attribute& attribute) const {
  const std::initializer_list<std::pair<Operator, QString>> all{{Operator::Is, tr("is")},
                                                                {Operator::In, tr("in networks")},
                                                                {Operator::Prefix, tr("begins with")},
                                                                {Operator::Suffix, tr("ends with")},
                                                                {Operator::Contains, tr("contains")},
                                                                {Operator::Matches, tr("matches regex")},
                                                                {Operator::Range, tr("number from … to")},
                                                                {Operator::AtLeast, tr("version at least")},
                                                                {Operator::Below, tr("version below")},
                                                                {Operator::Percent, tr("percent of values")},
                                                                {Operator::Exists, tr("is present")}};
  QVariantList list;
  for (const auto& [op, text] : all) {
    if (op == Operator::In && attribute.kind != Attribute::Kind::Ip) continue;
    list.append(QVariantMap{{QStringLiteral("value"), word(toString(op))}, {QStringLiteral("text"), text}});
  }
  list.append(QVariantMap{{QStringLiteral("value"), kAbsent}, {QStringLiteral("text"), tr("is absent")}});
  return list;
}

void ConditionModel::setAttribute(int row, const QString& kind) {
  Condition* condition = test(row);
  if (condition == nullptr || kindWord(condition->attribute) == kind) return;
  const QString name = QString::fromStdString(condition->attribute.name);
  const auto attribute =
      policy::parseAttribute((kind.endsWith(QLatin1Char(':')) ? kind + name : kind).toStdString());
  if (!attribute) return;
  condition->attribute = *attribute;
  if (condition->op == Operator::In && attribute->kind != Attribute::Kind::Ip) condition->op = Operator::Is;
  changed(row);
}

void ConditionModel::setAttributeName(int row, const QString& name) {
  Condition* condition = test(row);
  if (condition == nullptr || !needsName(condition->attribute)) return;
  condition->attribute.name = name.trimmed().toStdString();
  changed(row);
}

void ConditionModel::setOperator(int row, const QString& op) {
  Condition* condition = test(row);
  if (condition == nullptr) return;
  const auto parsed = policy::parseOperator(op == kAbsent ? "exists" : op.toStdString());
  if (!parsed) return;
  condition->op = *parsed;
  condition->exists = op != kAbsent;
  if (condition->values.empty()) condition->values = {""};
  if (shapeOf(*parsed) == QLatin1String("text")) condition->values.resize(1);
  setBadInput(row, false);
  changed(row);
}

void ConditionModel::setValue(int row, const QString& text) {
  Condition* condition = test(row);
  if (condition == nullptr) return;
  const QString shape = shapeOf(condition->op);
  bool ok = true;
  if (shape == QLatin1String("list")) {
    condition->values = splitValues(text);
  } else if (shape == QLatin1String("range")) {
    const qint64 low = text.trimmed().toLongLong(&ok);
    if (ok) condition->low = low;
  } else if (shape == QLatin1String("percent")) {
    const double percent = QString(text).replace(QLatin1Char(','), QLatin1Char('.')).trimmed().toDouble(&ok);
    ok = ok && percent >= 0 && percent <= 100;
    if (ok) condition->percent = BasisPoints(static_cast<int>(std::lround(percent * 100)));
  } else if (shape == QLatin1String("text")) {
    condition->values = {text.toStdString()};
  }
  setBadInput(row, !ok);
  changed(row);
}

void ConditionModel::setHigh(int row, const QString& text) {
  Condition* condition = test(row);
  if (condition == nullptr || condition->op != Operator::Range) return;
  bool ok = false;
  const qint64 high = text.trimmed().toLongLong(&ok);
  if (ok) condition->high = high;
  setBadInput(row, !ok);
  changed(row);
}

void ConditionModel::setNegated(int row, bool negated) {
  if (row < 0 || row >= count() || m_rows[static_cast<std::size_t>(row)].negated == negated) return;
  Condition* condition = at(m_rows[static_cast<std::size_t>(row)].outer);
  if (condition == nullptr) return;
  if (condition->kind == Condition::Kind::Not) {
    Condition child = std::move(condition->children.front());
    *condition = std::move(child);
  } else {
    Condition outer;
    outer.kind = Condition::Kind::Not;
    outer.children.push_back(std::move(*condition));
    *condition = std::move(outer);
  }
  rebuild();
  emit edited();
}

void ConditionModel::addCondition(int row) {
  Condition* group = row < 0 || row >= count() ? nullptr : at(m_rows[static_cast<std::size_t>(row)].pointer);
  (group != nullptr && group->kind == Condition::Kind::Any ? group->children : m_conditions)
      .push_back(freshTest());
  rebuild();
  emit edited();
}

void ConditionModel::addGroup() {
  Condition group;
  group.kind = Condition::Kind::Any;
  group.children = {freshTest(), freshTest()};
  m_conditions.push_back(std::move(group));
  rebuild();
  emit edited();
}

void ConditionModel::removeCondition(int row) {
  if (row < 0 || row >= count()) return;
  const std::string& pointer = m_rows[static_cast<std::size_t>(row)].outer;
  const std::size_t cut = pointer.rfind('/');
  Condition* group = at(pointer.substr(0, cut));
  Conditions& list = group == nullptr ? m_conditions : group->children;
  list.erase(list.begin() + std::stol(pointer.substr(cut + 1)));
  rebuild();
  emit edited();
}

void ConditionModel::retranslate() {
  emit textsChanged();
  if (!m_rows.empty()) emit dataChanged(index(0), index(count() - 1));
}

int ConditionModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant ConditionModel::operand(const Condition& condition, int role) const {
  switch (condition.op) {
    case Operator::Is:
    case Operator::In:
      return role == ValueRole ? joinValues(condition.values) : QString();
    case Operator::Range:
      return QString::number(role == ValueRole ? condition.low : condition.high);
    case Operator::Percent:
      return role == ValueRole ? QString::fromStdString(condition.percent.toString()) : QString();
    case Operator::Exists:
      return QString();
    default:
      return role == ValueRole && !condition.values.empty() ? QString::fromStdString(condition.values.front())
                                                            : QString();
  }
}

QVariant ConditionModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  const Condition* condition = at(index.row());
  if (condition == nullptr) return {};
  switch (role) {
    case DepthRole:
      return row.depth;
    case GroupRole:
      return row.group;
    case NegatedRole:
      return row.negated;
    case AttributeRole:
      return row.group ? QString() : kindWord(condition->attribute);
    case AttributeIndexRole:
      return row.group ? -1 : indexOf(attributes(), kindWord(condition->attribute));
    case AttributeNameRole:
      return QString::fromStdString(condition->attribute.name);
    case NeedsNameRole:
      return !row.group && needsName(condition->attribute);
    case OperatorRole:
      return operatorWord(*condition);
    case OperatorIndexRole:
      return row.group ? -1 : indexOf(operatorsOf(condition->attribute), operatorWord(*condition));
    case OperatorsRole:
      return row.group ? QVariantList() : operatorsOf(condition->attribute);
    case ValueRole:
    case HighRole:
      return operand(*condition, role);
    case ShapeRole:
      return row.group ? QStringLiteral("none") : shapeOf(condition->op);
    case ProblemRole:
      return m_badInput.contains(index.row()) ? tr("is no number that fits here")
                                              : m_problems.value(index.row());
    default:
      return {};
  }
}

QHash<int, QByteArray> ConditionModel::roleNames() const {
  return {{DepthRole, "depth"},
          {GroupRole, "group"},
          {NegatedRole, "negated"},
          {AttributeRole, "attribute"},
          {AttributeIndexRole, "attributeIndex"},
          {OperatorIndexRole, "operatorIndex"},
          {AttributeNameRole, "attributeName"},
          {NeedsNameRole, "needsName"},
          {OperatorRole, "op"},
          {OperatorsRole, "operators"},
          {ValueRole, "value"},
          {HighRole, "high"},
          {ShapeRole, "shape"},
          {ProblemRole, "problem"}};
}

}  // namespace halftone::app
