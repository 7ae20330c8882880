// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QTemporaryDir>
#include <QUrl>
#include <QWebSocket>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/support/childprocess.h"

namespace halftone::test {

// Debian's Chromium without a screen, driven over the Chrome DevTools Protocol by a test that runs Qt's event
// loop while it waits. All calls wait, 20 s at most.
class Browser : public QObject {
 public:
  // False if it did not come up; the reason is in the test's log.
  [[nodiscard]] bool start();
  // A page of its own at this address; gives its session, empty if that failed.
  [[nodiscard]] QString open(const QUrl& url);
  // What a JavaScript expression gives in the page, by value; null if it failed, with the reason in the log.
  [[nodiscard]] nlohmann::json evaluate(const QString& page, const QString& expression);

 private:
  nlohmann::json call(const char* method, const nlohmann::json& parameters, const QString& session = {});

  ChildProcess m_process;
  QTemporaryDir m_profile;
  QWebSocket m_socket;
  QHash<int, std::string> m_answers;
  int m_calls = 0;
};

}  // namespace halftone::test
