// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/consoledriver.h"

#include <QAbstractItemModel>
#include <QDir>
#include <QSet>
#include <QSettings>
#include <QTest>

#include "tests/e2e/screen.h"
#include "tests/support/http.h"

namespace halftone::test {

namespace {

constexpr int kPatienceMs = 10'000;
constexpr int kFewestColours = 20;  // a page that drew nothing has one or two

}  // namespace

bool ConsoleDriver::start() {
  QSettings().clear();  // of an earlier run: test mode keeps them apart from the user's
  return m_demo.start({QStringLiteral("--users"), QStringLiteral("300")}) && open();
}

bool ConsoleDriver::open(const QString& link) {
  close();
  app::Options options;
  options.consul.url = m_demo.consul();
  options.proxyAdmin = m_demo.proxyAdmin();
  options.language = QStringLiteral("en");
  options.dark = true;  // whatever an earlier run has kept
  options.open = link;
  m_console = std::make_unique<app::Application>(options);
  if (!m_console->start() || !QTest::qWaitForWindowExposed(window())) return false;
  m_models = std::make_unique<ModelWatch>();
  m_models->follow(window());
  return focus(window());
}

void ConsoleDriver::close() {
  m_models.reset();
  m_console.reset();
}

bool ConsoleDriver::stop() {
  close();
  return m_demo.stop();
}

QQuickItem* ConsoleDriver::item(const QString& name) const {
  return findVisible(window(), name);
}

QVariant ConsoleDriver::of(const QString& name, const char* property) const {
  const QQuickItem* found = item(name);
  return found == nullptr ? QVariant() : found->property(property);
}

QObject* ConsoleDriver::viewModel(const QString& page) const {
  return of(QStringLiteral("page") + page, "vm").value<QObject*>();
}

QVariant ConsoleDriver::ofSplit(const QString& version, const char* role) const {
  const QObject* vm = viewModel(QStringLiteral("Traffic"));
  const auto* split = vm == nullptr ? nullptr : vm->property("split").value<QAbstractItemModel*>();
  if (split == nullptr) return {};
  const QHash<int, QByteArray> roles = split->roleNames();
  for (int row = 0; row < split->rowCount(); ++row) {
    const QModelIndex index = split->index(row, 0);
    if (index.data(roles.key("version")).toString() == version) return index.data(roles.key(role));
  }
  return {};
}

bool ConsoleDriver::click(const QString& name) {
  const bool clicked = QTest::qWaitFor([&] { return item(name) != nullptr; }, kPatienceMs) &&
                       waitUntilStill(item(name)) && test::click(item(name));
  if (!clicked) qWarning("%s cannot be clicked", qPrintable(name));
  return clicked;
}

bool ConsoleDriver::openPage(const QString& page) {
  const QString name = QStringLiteral("page") + page;
  return test::click(item(QStringLiteral("nav_") + page.toLower())) &&
         QTest::qWaitFor([&] { return item(name) != nullptr; }, kPatienceMs);
}

bool ConsoleDriver::press(const QString& keys) {
  return xdotool({QStringLiteral("key"), keys});
}

bool ConsoleDriver::type(const QString& text) {
  return xdotool({QStringLiteral("type"), text});
}

bool ConsoleDriver::focus(QWindow* window) {
  return xdotool({QStringLiteral("windowfocus"), QString::number(window->winId())});
}

bool ConsoleDriver::savePicture(const QString& name) {
  const QString folder = qEnvironmentVariable("HALFTONE_SCREENSHOTS");
  const QImage image = window()->grabWindow();
  QSet<QRgb> colours;
  for (int y = 0; y < image.height(); y += 4) {
    for (int x = 0; x < image.width(); x += 4) colours.insert(image.pixel(x, y));
  }
  if (colours.size() <= kFewestColours) {
    qWarning("%s: the window drew %lld colours", qPrintable(name), static_cast<long long>(colours.size()));
    return false;
  }
  return folder.isEmpty() ||
         (QDir().mkpath(folder) && image.save(QDir(folder).filePath(name + QStringLiteral(".png"))));
}

nlohmann::json fetch(const QUrl& base, const char* target) {
  return nlohmann::json::parse(exchange("GET", base, target).body.toStdString(), nullptr, false);
}

int revisionInForce(const QUrl& proxyAdmin) {
  return fetch(proxyAdmin, "/v1/traffic").at("policy").at("revision").get<int>();
}

}  // namespace halftone::test
