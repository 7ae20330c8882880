// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>

class QSyntaxHighlighter;

namespace halftone::app {

// Colours JSON in a text area: names of members, strings, numbers, words. Of texts over kMaxChars nothing, as
// that would make typing slow. GUI thread.
class JsonHighlighter : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QQuickTextDocument* textDocument READ textDocument WRITE setTextDocument NOTIFY changed)
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY changed)
  Q_PROPERTY(QColor nameColor MEMBER m_nameColor NOTIFY colorsChanged)
  Q_PROPERTY(QColor stringColor MEMBER m_stringColor NOTIFY colorsChanged)
  Q_PROPERTY(QColor numberColor MEMBER m_numberColor NOTIFY colorsChanged)
  Q_PROPERTY(QColor wordColor MEMBER m_wordColor NOTIFY colorsChanged)

 public:
  static constexpr int kMaxChars = 200'000;

  explicit JsonHighlighter(QObject* parent = nullptr);
  ~JsonHighlighter() override;

  [[nodiscard]] QQuickTextDocument* textDocument() const { return m_document; }
  void setTextDocument(QQuickTextDocument* document);
  [[nodiscard]] bool isActive() const { return m_active; }
  void setActive(bool active);

 signals:
  void changed();
  void colorsChanged();

 private:
  class Painter;
  void apply();

  QQuickTextDocument* m_document = nullptr;
  QPointer<QSyntaxHighlighter> m_painter;  // dies with the document, or with us
  bool m_active = true;
  QColor m_nameColor;
  QColor m_stringColor;
  QColor m_numberColor;
  QColor m_wordColor;
};

}  // namespace halftone::app
