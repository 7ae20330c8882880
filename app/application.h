// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>
#include <memory>
#include <optional>

#include "backend/base/result.h"
#include "backend/consul/client.h"

class QGuiApplication;
class QQuickWindow;

namespace halftone::app {

class Session;

// How the console was called.
struct Options {
  consul::Endpoint consul;
  bool opensLast = false;  // the cluster of last time instead, if there was one
  std::optional<QUrl> proxyAdmin;
  std::optional<bool> dark;  // without: as chosen last time, else as the desktop wants it
  QString language;          // "en", "zh"; empty: as left last time, else the system's
  QString page;              // one of Session::pages(); empty: the first
  QString open;              // a deep link (Navigator); empty: none
  QString replay;            // a recorded flight, instead of a cluster; empty: none
  bool showHelp = false;
};

// Reads the command line (without the program's name). Invalid with a sentence for what it cannot take.
[[nodiscard]] Result<Options> parseOptions(const QStringList& arguments);
[[nodiscard]] QString usage();

// The console, whole: feeds, view models, QML engine and window. `main` makes one, tests make others. GUI
// thread.
class Application {
 public:
  // Before the first QML: style, fonts, names, what draws.
  static void prepare(QGuiApplication& app);

  explicit Application(Options options);
  ~Application();

  // Opens the window and starts the feeds; false if the window's QML does not load.
  [[nodiscard]] bool start();
  // Why it did not start, if that is not the QML; names the flight that cannot be replayed.
  [[nodiscard]] QString problem() const;
  [[nodiscard]] QQuickWindow* window() const;
  [[nodiscard]] Session* session() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace halftone::app
