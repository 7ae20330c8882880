// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QUrl>

namespace halftone::app {

// A path as it is typed: without outer space, "~" is the home.
[[nodiscard]] QString wholePath(const QString& typed);

// Where a file that the operator asks for is to lie: proposes it and judges what they typed. GUI thread.
class ExportPlace : public QObject {
  Q_OBJECT
  QML_ELEMENT

 public:
  using QObject::QObject;

  // The folder of last time; without one, or if it is gone: the user's downloads, else their home.
  Q_INVOKABLE [[nodiscard]] QString folder() const;
  // Keeps the folder for next time.
  Q_INVOKABLE void keep(const QString& folder);
  // "chat-20261123-0431.png": what it is about, with what a file's name does not bear replaced, and now.
  Q_INVOKABLE [[nodiscard]] QString nameFor(const QString& what, const QString& suffix) const;
  // Why nothing can be written there, in words; empty: it can.
  Q_INVOKABLE [[nodiscard]] QString problem(const QString& folder, const QString& name) const;
  // The file: "~" is the home, and the suffix is added where the name has another.
  Q_INVOKABLE [[nodiscard]] QUrl fileOf(const QString& folder, const QString& name,
                                        const QString& suffix) const;
  Q_INVOKABLE [[nodiscard]] bool exists(const QUrl& file) const;
};

}  // namespace halftone::app
