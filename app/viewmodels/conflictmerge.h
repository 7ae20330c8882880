// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <optional>

#include "app/viewmodels/recordmodel.h"
#include "backend/store/merge.h"

namespace halftone::app {

// The operator's draft and what somebody else has published meanwhile, put together field by field; where
// both changed the same one the operator chooses. GUI thread.
class ConflictMerge : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the page Traffic has one")
  Q_PROPERTY(halftone::app::RecordModel* lines READ lines CONSTANT)
  Q_PROPERTY(int conflicts READ conflicts NOTIFY changed)
  Q_PROPERTY(int open READ open NOTIFY changed)
  Q_PROPERTY(bool clean READ isClean NOTIFY changed)
  Q_PROPERTY(QString findings READ findings NOTIFY changed)

 public:
  explicit ConflictMerge(QObject* parent = nullptr);

  // Begins anew; choices made before are kept where they still mean something.
  void start(const policy::Policy& base, const policy::Policy& mine, const policy::Policy& theirs);
  void clear();
  [[nodiscard]] bool isRunning() const { return m_sides.has_value(); }
  // What came of it; nothing while a choice is open or the whole is no valid policy.
  [[nodiscard]] std::optional<policy::Policy> result() const;

  // By pointer: {pointer, what, base, mine, theirs, conflict, side}, side "mine", "theirs" or "" where it is
  // open. Who settles one keeps their place among the others.
  [[nodiscard]] RecordModel* lines() const { return m_lines; }
  [[nodiscard]] int conflicts() const;
  // Conflicts that wait for a choice.
  [[nodiscard]] int open() const { return static_cast<int>(m_merge.unresolved.size()); }
  [[nodiscard]] bool isClean() const { return m_sides.has_value() && m_merge.isClean(); }
  // Why the whole is no valid policy.
  [[nodiscard]] QString findings() const;

  Q_INVOKABLE void choose(const QString& pointer, bool mine);
  Q_INVOKABLE void chooseAll(bool mine);
  void retranslate() { show(); }

 signals:
  void changed();

 private:
  struct Sides {
    policy::Policy base;
    policy::Policy mine;
    policy::Policy theirs;
  };
  void forgetStaleChoices(const std::vector<store::MergeLine>& now);
  void run();
  void show();

  std::optional<Sides> m_sides;
  store::MergeChoices m_choices;
  store::Merge m_merge;
  RecordModel* m_lines;
};

}  // namespace halftone::app
