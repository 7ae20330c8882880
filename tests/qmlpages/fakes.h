// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <vector>

// A module Halftone.App for the console's QML, with fakes in place of all view models: each is a QML type
// made from the meta-object of the real one, with the same properties, signals, enums and invokables, so that
// it cannot fall behind. A fake does nothing: tests set its properties; it keeps what is called in `calls`
// (the name, then the arguments) and answers with `answers[name]`, a value or a function. Lists and tables
// are FakeModel. A program that uses it must not link the plugin of the real module.
class Fakes {
 public:
  Fakes();
  // Where the engine finds the module; empty if it could not be written.
  [[nodiscard]] QString importPath() const;

 private:
  [[nodiscard]] bool write(const QString& file, const QString& text);

  QTemporaryDir m_folder;
  bool m_complete = true;
};

// The type of one view model, as QML text. `known` are the names of those that have a fake.
[[nodiscard]] QString fakeOf(const QMetaObject& real, const QStringList& known);
