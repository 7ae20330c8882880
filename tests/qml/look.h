// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QQuickItem>
#include <QQuickWindow>
#include <QStringList>
#include <vector>

// What a person sees of a window: its texts, whether they are whole, and whether they can be read.
namespace halftone::test {

// Every text below an item that is shown and not empty, delegates included, in the order of the scene.
[[nodiscard]] std::vector<const QQuickItem*> shownTexts(const QQuickItem* root);
// The same as words.
[[nodiscard]] QStringList shownWords(const QQuickItem* root);

// The texts of buttons, tabs, switches and heads that do not fit: unlike data, they must.
[[nodiscard]] QStringList cutLabels(const QQuickItem* root);

// The texts whose contrast with what they stand on is below `least` (WCAG 2.1, 1.4.3: 4.5), each with its
// figure. Looks at a picture of the window; what is disabled or faded on purpose is left out.
[[nodiscard]] QStringList faintTexts(QQuickWindow* window, double least = 4.5);

}  // namespace halftone::test
