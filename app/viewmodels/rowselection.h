// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>

namespace halftone::app {

// Which rows of a list are selected, and which is the current one: by their ids, so that a selection stays on
// its rows while the list changes under it. What is no longer in the list is no longer selected: nobody acts
// on what they do not see. GUI thread.
class RowSelection : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(QString current READ current NOTIFY changed)
  Q_PROPERTY(int currentIndex READ currentIndex NOTIFY changed)
  Q_PROPERTY(int revision READ revision NOTIFY changed)

 public:
  explicit RowSelection(QObject* parent = nullptr) : QObject(parent) {}

  // The rows that can be selected, in the order shown; ids are unique.
  void setRows(const QStringList& ids);
  [[nodiscard]] int count() const { return static_cast<int>(m_selected.size()); }
  // The row that keys act on, empty if none; it need not be selected. Where rows are selected there is one.
  [[nodiscard]] QString current() const { return m_current; }
  // Its place among the rows, -1 if none.
  [[nodiscard]] int currentIndex() const { return static_cast<int>(m_rows.indexOf(m_current)); }
  // Grows with each change: a binding that names it asks has() again.
  [[nodiscard]] int revision() const { return m_revision; }
  // In the order shown.
  [[nodiscard]] QStringList ids() const;
  // `revision` only makes a binding depend on it.
  Q_INVOKABLE [[nodiscard]] bool has(const QString& id, int revision = 0) const;

  // Makes it current and the only one selected; an id that is not there: none.
  Q_INVOKABLE void choose(const QString& id);
  // Makes it current and takes it into the selection, or out of it again.
  Q_INVOKABLE void toggle(const QString& id);
  // Makes it current and selects all from the row where the selection began to it.
  Q_INVOKABLE void extendTo(const QString& id);
  // To the row so many further, at most to the end: chosen, or the selection is extended to it.
  Q_INVOKABLE void move(int rows, bool extend);
  Q_INVOKABLE void selectAll();
  // Only the current row; without several selected ones none at all.
  Q_INVOKABLE void reduce();
  void select(const QStringList& ids);

 signals:
  void changed();

 private:
  void set(const QString& current, QSet<QString> selected);

  QStringList m_rows;
  QString m_current;
  QString m_anchor;  // where the selection began
  QSet<QString> m_selected;
  int m_revision = 0;
};

}  // namespace halftone::app
