// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qml/look.h"

#include <QColor>
#include <QHash>
#include <QImage>
#include <algorithm>
#include <cmath>

namespace halftone::test {

namespace {

bool isText(const QQuickItem* item) {
  return item->inherits("QQuickText") || item->inherits("QQuickTextInput");
}

QString wordsOf(const QQuickItem* text) {
  return text->property("text").toString();
}

void collect(const QQuickItem* item, std::vector<const QQuickItem*>& found) {
  if (!item->isVisible() || item->opacity() == 0) return;
  if (isText(item) && !wordsOf(item).isEmpty()) found.push_back(item);
  for (const QQuickItem* child : item->childItems()) collect(child, found);
}

// Whether the item or one around it is of such a type.
bool isInside(const QQuickItem* item, std::initializer_list<const char*> types) {
  for (; item != nullptr; item = item->parentItem()) {
    const auto is = [item](const char* type) { return item->inherits(type); };
    if (std::any_of(types.begin(), types.end(), is)) return true;
  }
  return false;
}

bool isCut(const QQuickItem* text) {
  if (text->property("truncated").toBool()) return true;
  const double padding = text->property("leftPadding").toDouble() + text->property("rightPadding").toDouble();
  const bool wraps = text->property("wrapMode").toInt() != 0;
  return !wraps && text->property("contentWidth").toDouble() > text->width() - padding + 1;
}

// What of it lies inside the window and everything that clips it, in the window's pixels.
QRectF shownPart(const QQuickItem* item) {
  QRectF part = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
  for (const QQuickItem* around = item->parentItem(); around != nullptr; around = around->parentItem()) {
    if (around->clip() || around->parentItem() == nullptr)
      part &= around->mapRectToScene(QRectF(0, 0, around->width(), around->height()));
  }
  return part;
}

double opacityOf(const QQuickItem* item) {
  double opacity = 1;
  for (; item != nullptr; item = item->parentItem()) opacity *= item->opacity();
  return opacity;
}

double luminance(const QColor& color) {
  const auto linear = [](double part) {
    return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& one, const QColor& other) {
  const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
  return (lighter + 0.05) / (darker + 0.05);
}

// The ground is what most pixels of the place have.
QColor groundOf(const QImage& image, const QRect& place) {
  QHash<QRgb, int> counts;
  for (int y = place.top(); y <= place.bottom(); ++y) {
    for (int x = place.left(); x <= place.right(); ++x) ++counts[image.pixel(x, y)];
  }
  const auto most = std::max_element(counts.cbegin(), counts.cend());
  return most == counts.cend() ? QColor() : QColor(most.key());
}

}  // namespace

std::vector<const QQuickItem*> shownTexts(const QQuickItem* root) {
  std::vector<const QQuickItem*> found;
  collect(root, found);
  return found;
}

QStringList shownWords(const QQuickItem* root) {
  QStringList words;
  for (const QQuickItem* text : shownTexts(root)) words.append(wordsOf(text));
  return words;
}

QStringList cutLabels(const QQuickItem* root) {
  QStringList cut;
  for (const QQuickItem* text : shownTexts(root)) {
    const bool mustFit = isInside(text, {"QQuickButton", "QQuickToolButton", "QQuickTabButton",
                                         "QQuickCheckBox", "QQuickRadioButton", "QQuickSwitch"});
    if (mustFit && isCut(text)) cut.append(wordsOf(text));
  }
  return cut;
}

QStringList faintTexts(QQuickWindow* window, double least) {
  const QImage image = window->grabWindow();
  QStringList faint;
  for (const QQuickItem* text : shownTexts(window->contentItem())) {
    const QRect place = shownPart(text).toRect() & image.rect();
    if (place.width() < 4 || place.height() < 6) continue;
    if (!text->isEnabled() || opacityOf(text) < 0.99) continue;
    const QColor color = text->property("color").value<QColor>();
    const QColor ground = groundOf(image, place);
    const double ratio = contrast(color, ground);
    if (ratio < least)
      faint.append(QStringLiteral("%1: %2 on %3 is %4")
                       .arg(wordsOf(text), color.name(), ground.name())
                       .arg(ratio, 0, 'f', 2));
  }
  return faint;
}

}  // namespace halftone::test
