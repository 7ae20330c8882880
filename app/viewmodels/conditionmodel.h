// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QHash>
#include <QStringList>
#include <QVariantList>
#include <string>
#include <vector>

#include "backend/policy/model.h"

namespace halftone::app {

// A rule's conditions as the rows of a form: the tree of `any` and `not` laid flat, a group's members below
// it and one step to the right. A `not` is a mark on the row that it denies. GUI thread.
class ConditionModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(QVariantList attributes READ attributes NOTIFY textsChanged)

 public:
  enum Role {
    DepthRole = Qt::UserRole + 1,
    GroupRole,           // bool: "any of", members follow
    NegatedRole,         // bool
    AttributeRole,       // "header:", "user": as in attributes()
    AttributeIndexRole,  // in attributes()
    AttributeNameRole,   // of the header, cookie, ...
    NeedsNameRole,       // bool
    OperatorRole,        // "is", ..., "exists", "absent"
    OperatorIndexRole,   // in its operators
    OperatorsRole,       // [{value, text}] that the attribute can have
    ValueRole,           // text; several values with commas between them
    HighRole,            // the second number of a range
    ShapeRole,           // "text", "list", "range", "percent", "none": what its operand looks like
    ProblemRole,         // what is wrong with it, empty if nothing
  };

  explicit ConditionModel(QObject* parent = nullptr);

  // Another tree; rows whose shape stays are only told to be different, so that fields keep their focus.
  void setConditions(std::vector<policy::Condition> conditions);
  [[nodiscard]] const std::vector<policy::Condition>& conditions() const { return m_conditions; }
  // What is wrong, by JSON pointer inside the rule ("/when/0/is").
  void setProblems(const std::vector<std::pair<std::string, QString>>& problems);
  // Whether some field holds what cannot be taken, such as letters for a number.
  [[nodiscard]] bool hasBadInput() const { return !m_badInput.isEmpty(); }
  // The attribute of a row in the words of JSON, "header:X-App"; empty for a group.
  [[nodiscard]] QString attributeOf(int row) const;

  [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
  // [{value, text}]
  [[nodiscard]] QVariantList attributes() const;

  Q_INVOKABLE void setAttribute(int row, const QString& word);
  Q_INVOKABLE void setAttributeName(int row, const QString& name);
  Q_INVOKABLE void setOperator(int row, const QString& word);
  Q_INVOKABLE void setValue(int row, const QString& text);
  Q_INVOKABLE void setHigh(int row, const QString& text);
  Q_INVOKABLE void setNegated(int row, bool negated);
  // Into the group of that row, or at the end of all (-1).
  Q_INVOKABLE void addCondition(int row);
  Q_INVOKABLE void addGroup();
  Q_INVOKABLE void removeCondition(int row);
  void retranslate();

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();
  void textsChanged();
  // The operator has changed something.
  void edited();

 private:
  struct Row {
    std::string pointer;  // of the condition inside its `not`s
    std::string outer;    // of the outermost `not` around it
    int depth = 0;
    bool group = false;
    bool negated = false;
    friend bool operator==(const Row&, const Row&) = default;
  };
  using Conditions = std::vector<policy::Condition>;

  void rebuild();
  void addRows(const policy::Condition& condition, const std::string& pointer, int depth,
               std::vector<Row>& rows);
  [[nodiscard]] policy::Condition* at(const std::string& pointer);
  [[nodiscard]] const policy::Condition* at(int row) const;
  [[nodiscard]] policy::Condition* test(int row);
  void changed(int row);
  void setBadInput(int row, bool bad);
  [[nodiscard]] QVariantList operatorsOf(const policy::Attribute& attribute) const;
  [[nodiscard]] QVariant operand(const policy::Condition& test, int role) const;

  Conditions m_conditions;
  std::vector<Row> m_rows;
  QHash<int, QString> m_problems;
  QHash<int, bool> m_badInput;
};

}  // namespace halftone::app
