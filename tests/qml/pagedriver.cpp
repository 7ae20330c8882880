// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/pagedriver.h"

namespace halftone::test {

namespace {

QQuickItem* findBelow(QQuickItem* item, const QString& name) {
  if (!item->isVisible()) return nullptr;
  if (item->objectName() == name) return item;
  for (QQuickItem* child : item->childItems()) {
    if (QQuickItem* found = findBelow(child, name)) return found;
  }
  return nullptr;
}

}  // namespace

bool PageDriver::start(const QUrl& consul, const QString& page) {
  app::Options options;
  options.consul.url = consul;
  return startWith(options, page);
}

bool PageDriver::startLast(bool readOnly) {
  app::Options options;
  options.opensLast = true;
  options.consul.readOnly = readOnly;
  return startWith(options, {});
}

bool PageDriver::startReplay(const QString& flight, const QString& page) {
  app::Options options;
  options.replay = flight;
  return startWith(options, page);
}

bool PageDriver::startWith(app::Options options, const QString& page) {
  options.language = QStringLiteral("en");
  options.dark = true;
  options.page = page;
  m_window.clear();
  m_console = std::make_unique<app::Application>(options);
  return m_console->start() && QTest::qWaitForWindowExposed(window());
}

QQuickItem* PageDriver::find(const QString& name) const {
  return findBelow(window()->contentItem(), name);
}

QVariant PageDriver::of(const QString& name, const char* property) const {
  const QQuickItem* item = find(name);
  return item == nullptr ? QVariant() : item->property(property);
}

QPoint PageDriver::centre(const QQuickItem* item) const {
  return item->mapToScene(QPointF(item->width() / 2, item->height() / 2)).toPoint();
}

// Items that came with the last data have their place only when the next frame has been laid out.
QQuickItem* PageDriver::settled(const QString& name) const {
  if (find(name) != nullptr) (void)window()->grabWindow();
  return find(name);
}

bool PageDriver::click(const QString& name, Qt::KeyboardModifiers modifiers) {
  const QQuickItem* item = settled(name);
  if (item == nullptr) return false;
  QTest::mouseClick(window(), Qt::LeftButton, modifiers, centre(item));
  return true;
}

bool PageDriver::drag(const QString& name, QPoint by) {
  const QQuickItem* item = settled(name);
  if (item == nullptr) return false;
  constexpr int kSteps = 8;
  const QPoint from = centre(item);
  QTest::mousePress(window(), Qt::LeftButton, {}, from);
  for (int step = 1; step <= kSteps; ++step) QTest::mouseMove(window(), from + by * step / kSteps);
  QTest::mouseRelease(window(), Qt::LeftButton, {}, from + by);
  return true;
}

bool PageDriver::hover(const QString& name, double across) {
  const QQuickItem* item = settled(name);
  if (item == nullptr) return false;
  const QPoint place = item->mapToScene(QPointF(item->width() * across, item->height() / 2)).toPoint();
  QTest::mouseMove(window(), place - QPoint(1, 0));  // it enters, and then it moves
  QTest::mouseMove(window(), place);
  return true;
}

void PageDriver::type(const QString& text) {
  for (const QChar c : text) QTest::keyClick(window(), c.toLatin1());
}

void PageDriver::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
  QTest::keyClick(window(), key, modifiers);
}

}  // namespace halftone::test
