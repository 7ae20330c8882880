// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <functional>
#include <optional>
#include <vector>

#include "app/viewmodels/conditionmodel.h"
#include "app/viewmodels/ruletext.h"
#include "app/viewmodels/splitmodel.h"
#include "backend/policy/model.h"

namespace halftone::app {

// What completion offers: values that live traffic really has.
struct Completion {
  // Names of this kind of attribute ("header:"), most frequent first.
  std::function<QStringList(const QString& kind)> names;
  // Values of an attribute ("header:X-App"), most frequent first.
  std::function<QStringList(const QString& attribute)> values;
};

// One rule in the operator's hands, as a form and as text, each always the other's equal. A text that is no
// rule says where and why; the form then still shows the last one that was. Nothing reaches the draft before
// `accept`. GUI thread.
class RuleEditor : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the page Traffic has one")
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
  Q_PROPERTY(bool ruleOn READ isRuleOn WRITE setRuleOn NOTIFY changed)
  Q_PROPERTY(QString stickBy READ stickBy WRITE setStickBy NOTIFY changed)
  Q_PROPERTY(int stickIndex READ stickIndex NOTIFY changed)
  Q_PROPERTY(QString stickName READ stickName WRITE setStickName NOTIFY changed)
  Q_PROPERTY(QVariantList stickChoices READ stickChoices NOTIFY changed)
  Q_PROPERTY(halftone::app::ConditionModel* conditions READ conditions CONSTANT)
  Q_PROPERTY(halftone::app::SplitModel* split READ split CONSTANT)
  Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
  Q_PROPERTY(QVariantList problems READ problems NOTIFY problemsChanged)
  Q_PROPERTY(bool acceptable READ isAcceptable NOTIFY problemsChanged)
  Q_PROPERTY(bool textAhead READ isTextAhead NOTIFY problemsChanged)
  Q_PROPERTY(bool edited READ isEdited NOTIFY textChanged)
  Q_PROPERTY(QString meanwhile READ meanwhile NOTIFY changed)

 public:
  explicit RuleEditor(QObject* parent = nullptr);

  void setCompletion(Completion completion) { m_completion = std::move(completion); }
  // `number` of the rule in the draft, -1: a new one. The policy is what it is to be a rule of.
  void open(const policy::Policy& policy, int number, policy::Rule rule);
  // It is to be a new rule.
  [[nodiscard]] bool isNew() const { return m_number < 0; }
  // Where the rule that was opened is among these now; it is known by its name. -1: nowhere.
  [[nodiscard]] int placeIn(const std::vector<policy::Rule>& rules) const;
  // Whether the rule may take the place of `now` (null: it is gone). If that is not what was opened, it is
  // said in `meanwhile` first: the next call, if nothing changes again, is meant.
  [[nodiscard]] bool mayReplace(const policy::Rule* now);
  // What became of the rule in other hands while it was edited; empty: nothing.
  [[nodiscard]] QString meanwhile() const;
  [[nodiscard]] const policy::Rule& rule() const { return m_rule; }

  [[nodiscard]] QString title() const;
  [[nodiscard]] QString name() const { return QString::fromStdString(m_rule.name); }
  void setName(const QString& name);
  [[nodiscard]] bool isRuleOn() const { return m_rule.enabled; }
  void setRuleOn(bool on);
  // "" (as the default), "user", "ip", "header:", ...
  [[nodiscard]] QString stickBy() const;
  void setStickBy(const QString& kind);
  // Of stickBy in stickChoices.
  [[nodiscard]] int stickIndex() const;
  [[nodiscard]] QString stickName() const;
  void setStickName(const QString& name);
  [[nodiscard]] QVariantList stickChoices() const;
  [[nodiscard]] ConditionModel* conditions() { return &m_conditions; }
  [[nodiscard]] SplitModel* split() { return &m_split; }
  [[nodiscard]] QString text() const { return m_text; }
  void setText(const QString& text);
  // [{line, column, offset, length, message}] of the text.
  [[nodiscard]] QVariantList problems() const;
  [[nodiscard]] bool isAcceptable() const { return m_problems.empty() && !m_conditions.hasBadInput(); }
  // Something would be lost if the rule were dropped now.
  [[nodiscard]] bool isEdited() const { return m_text != m_opened || m_conditions.hasBadInput(); }
  // The text has problems that keep the form from following it.
  [[nodiscard]] bool isTextAhead() const { return m_textAhead; }

  Q_INVOKABLE [[nodiscard]] QStringList namesLike(const QString& kind, const QString& typed) const;
  Q_INVOKABLE [[nodiscard]] QStringList valuesLike(int row, const QString& typed) const;
  void retranslate();

 signals:
  void changed();
  void textChanged();
  void problemsChanged();

 private:
  void takeForm();
  void showForm();
  void setProblems(std::vector<TextProblem> problems);

  Completion m_completion;
  policy::Policy m_policy;
  policy::Rule m_rule;
  int m_number = -1;
  std::optional<policy::Rule> m_original;  // as it was opened; nothing: it is new, or gone
  QString m_originalName;
  enum class Meanwhile { Same, Changed, Gone };
  Meanwhile m_meanwhile = Meanwhile::Same;
  ConditionModel m_conditions;
  SplitModel m_split;
  QString m_text;
  QString m_opened;  // the text as the editor was opened on it
  std::vector<TextProblem> m_problems;
  bool m_textAhead = false;
  bool m_showing = false;  // the form changes because the text did
};

}  // namespace halftone::app
