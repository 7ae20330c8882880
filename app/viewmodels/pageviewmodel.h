// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

namespace halftone::app {

// What every page's view model tells its page: whether there is something to show, and why not. GUI thread.
class PageViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(State state READ state NOTIFY stateChanged)
  Q_PROPERTY(QString stateText READ stateText NOTIFY stateChanged)
  Q_PROPERTY(bool shown READ isShown WRITE setShown NOTIFY shownChanged)

 public:
  enum class State {
    Loading,  // nothing has come yet
    Ready,    // live
    Stale,    // the last snapshot, no longer live
    Failed,   // nothing to show, and why
  };
  Q_ENUM(State)

  explicit PageViewModel(QObject* parent = nullptr);

  [[nodiscard]] State state() const { return m_state; }
  // One sentence for the operator, empty when Ready.
  [[nodiscard]] QString stateText() const { return m_stateText; }
  // Whether its page is in front: a hidden page costs nothing.
  [[nodiscard]] bool isShown() const { return m_shown; }
  void setShown(bool shown);

  // What it is about, such as a service; empty for a page that is about nothing in particular.
  [[nodiscard]] virtual QString subject() const { return {}; }
  // Is about this, as soon as there is such a thing.
  virtual void turnTo(const QString& subject) { Q_UNUSED(subject) }

  // Asks the page for one of its dialogs.
  void askDialog(const QString& name) { emit dialogAsked(name); }

  // Gives all texts anew, after the language has changed.
  virtual void retranslate() {}

 signals:
  void stateChanged();
  void shownChanged();
  void dialogAsked(const QString& name);

 protected:
  void setState(State state, const QString& text = {});

 private:
  State m_state = State::Loading;
  QString m_stateText;
  bool m_shown = false;
};

}  // namespace halftone::app
