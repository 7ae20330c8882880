// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/jsonhighlighter.h"

#include <QSyntaxHighlighter>
#include <QTextDocument>

namespace halftone::app {

// A string may not span lines in JSON, so each line stands for itself.
class JsonHighlighter::Painter : public QSyntaxHighlighter {
 public:
  Painter(const JsonHighlighter& colors, QTextDocument* document)
      : QSyntaxHighlighter(document), m_colors(colors) {}

 protected:
  void highlightBlock(const QString& line) override {
    if (!m_colors.m_active || document()->characterCount() > kMaxChars) return;
    int i = 0;
    while (i < line.size()) {
      const QChar c = line[i];
      if (c == QLatin1Char('"')) {
        i = paintString(line, i);
      } else if (c.isDigit() || c == QLatin1Char('-')) {
        i = paintRun(line, i, m_colors.m_numberColor,
                     [](QChar d) { return d.isDigit() || QStringLiteral("+-.eE").contains(d); });
      } else if (c.isLetter()) {
        i = paintRun(line, i, m_colors.m_wordColor, [](QChar d) { return d.isLetter(); });
      } else {
        ++i;
      }
    }
  }

 private:
  int paintString(const QString& line, int start) {
    int end = start + 1;
    while (end < line.size() && line[end] != QLatin1Char('"')) end += line[end] == QLatin1Char('\\') ? 2 : 1;
    end = static_cast<int>(qMin<qsizetype>(end + 1, line.size()));
    int next = end;
    while (next < line.size() && line[next].isSpace()) ++next;
    const bool isName = next < line.size() && line[next] == QLatin1Char(':');
    setFormat(start, end - start, isName ? m_colors.m_nameColor : m_colors.m_stringColor);
    return end;
  }

  template <typename Fits>
  int paintRun(const QString& line, int start, const QColor& color, Fits fits) {
    int end = start + 1;
    while (end < line.size() && fits(line[end])) ++end;
    setFormat(start, end - start, color);
    return end;
  }

  const JsonHighlighter& m_colors;
};

JsonHighlighter::JsonHighlighter(QObject* parent) : QObject(parent) {
  connect(this, &JsonHighlighter::colorsChanged, this, &JsonHighlighter::apply);
}

JsonHighlighter::~JsonHighlighter() {
  delete m_painter.data();
}

void JsonHighlighter::setTextDocument(QQuickTextDocument* document) {
  if (m_document == document) return;
  m_document = document;
  delete m_painter.data();
  if (document != nullptr) m_painter = new Painter(*this, document->textDocument());
  emit changed();
}

void JsonHighlighter::setActive(bool active) {
  if (m_active == active) return;
  m_active = active;
  apply();
  emit changed();
}

void JsonHighlighter::apply() {
  if (m_painter) m_painter->rehighlight();
}

}  // namespace halftone::app
