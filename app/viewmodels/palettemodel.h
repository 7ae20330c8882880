// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QString>
#include <functional>
#include <vector>

namespace halftone::app {

// One thing that the palette can do or open.
struct Command {
  QString title;
  QString group;     // "Page", "Service", ...: what kind of thing it is
  QString shortcut;  // as shown, empty if it has none
  QString target;    // a deep link, or "action:NAME"; what Navigator::open takes
};

// How well a title fits what was typed: every letter must come in order; 0: it does not fit. Begins of words
// and letters in a row count more (as editors do it), the whole title most.
[[nodiscard]] int fuzzyScore(const QString& title, const QString& typed);

// The commands that fit what was typed, best first. They are gathered anew each time the palette opens. GUI
// thread.
class PaletteModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window receives it")
  Q_PROPERTY(QString typed READ typed WRITE setTyped NOTIFY typedChanged)
  Q_PROPERTY(int count READ count NOTIFY typedChanged)
  Q_PROPERTY(QString emptyText READ emptyText NOTIFY typedChanged)

 public:
  enum Role { TitleRole = Qt::UserRole + 1, GroupRole, ShortcutRole, TargetRole };
  static constexpr int kMaxShown = 100;
  using Source = std::function<std::vector<Command>()>;
  // What can be made of the text itself; it comes last.
  using Typed = std::function<std::vector<Command>(const QString& typed)>;

  explicit PaletteModel(Source source, Typed typed = {}, QObject* parent = nullptr);

  [[nodiscard]] QString typed() const { return m_typed; }
  void setTyped(const QString& typed);
  [[nodiscard]] int count() const { return static_cast<int>(m_shown.size()); }

  // Why nothing is shown; empty if something is.
  [[nodiscard]] QString emptyText() const;

  // Gathers the commands anew and forgets what was typed.
  Q_INVOKABLE void begin();
  Q_INVOKABLE void run(int row);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 signals:
  void typedChanged();
  void chosen(const QString& target);

 private:
  void show();

  Source m_source;
  Typed m_ofTyped;
  std::vector<Command> m_commands;
  std::size_t m_gathered = 0;  // of m_commands; the others are of the text
  std::vector<std::size_t> m_shown;
  QString m_typed;
};

}  // namespace halftone::app
