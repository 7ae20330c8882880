// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QQuickItem>
#include <QQuickWindow>
#include <QString>
#include <QVariant>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/application.h"
#include "tests/e2e/demoprocess.h"
#include "tests/qml/modelwatch.h"

namespace halftone::test {

// The console on a running demo, in a real window under an X server, used by a real pointer and a real
// keyboard. Names are those of items (objectName); what is asked for and is not there fails after a while,
// with its name in the log. Every model of the console is watched meanwhile.
class ConsoleDriver {
 public:
  // Starts the demo and opens the console, English and dark. Forgets its settings: be in Qt's test mode.
  [[nodiscard]] bool start();
  // Ends the console; the demo goes on.
  void close();
  // Opens the console (again), at a deep link if one is given.
  [[nodiscard]] bool open(const QString& link = {});
  // Ends both; whether the demo ended in good order.
  [[nodiscard]] bool stop();

  [[nodiscard]] DemoProcess& demo() { return m_demo; }
  [[nodiscard]] app::Application& console() { return *m_console; }
  [[nodiscard]] QQuickWindow* window() const { return m_console->window(); }

  [[nodiscard]] QQuickItem* item(const QString& name) const;
  [[nodiscard]] QVariant of(const QString& name, const char* property) const;
  [[nodiscard]] QString textOf(const QString& name) const { return of(name, "text").toString(); }
  // Of a page in front, by its name as in "Traffic"; null if it is not.
  [[nodiscard]] QObject* viewModel(const QString& page) const;
  // Of a version in the split that the Traffic page shows; invalid if it is not there.
  [[nodiscard]] QVariant ofSplit(const QString& version, const char* role) const;

  // Clicks on an item as soon as it is there and stands still.
  [[nodiscard]] bool click(const QString& name);
  // To a page by the sidebar.
  [[nodiscard]] bool openPage(const QString& page);
  // Keys as xdotool names them: "ctrl+k".
  [[nodiscard]] bool press(const QString& keys);
  [[nodiscard]] bool type(const QString& text);
  // Gives a window the keyboard: without a window manager nobody else does.
  [[nodiscard]] bool focus(QWindow* window);

  // Keeps a picture of the window where HALFTONE_SCREENSHOTS says; false if the window drew nothing.
  [[nodiscard]] bool savePicture(const QString& name);

 private:
  DemoProcess m_demo;
  std::unique_ptr<app::Application> m_console;
  std::unique_ptr<ModelWatch> m_models;
};

// What an admin port or Consul answers, as JSON; discarded if it is none.
[[nodiscard]] nlohmann::json fetch(const QUrl& base, const char* target);
// Of the policy that the proxy obeys.
[[nodiscard]] int revisionInForce(const QUrl& proxyAdmin);

}  // namespace halftone::test
