// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/valuelist.h"

#include <QStringList>

namespace halftone::app {

QString joinValues(const std::vector<std::string>& values) {
  QStringList parts;
  for (const std::string& value : values) {
    QString part = QString::fromStdString(value);
    if (part.contains(QLatin1Char(',')) || part.contains(QLatin1Char('"')) || part != part.trimmed())
      part = QLatin1Char('"') + part.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    parts.append(part);
  }
  return parts.join(QStringLiteral(", "));
}

std::vector<std::string> splitValues(const QString& text) {
  std::vector<std::string> values;
  QString value;
  bool quoted = false;
  bool wasQuoted = false;
  const auto end = [&] {
    const QString whole = wasQuoted ? value : value.trimmed();
    if (wasQuoted || !whole.isEmpty()) values.push_back(whole.toStdString());
    value.clear();
    wasQuoted = false;
  };
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar c = text[i];
    if (quoted) {
      if (c != QLatin1Char('"')) {
        value += c;
      } else if (i + 1 < text.size() && text[i + 1] == c) {
        value += c;
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == QLatin1Char('"') && value.trimmed().isEmpty() && !wasQuoted) {
      value.clear();
      quoted = wasQuoted = true;
    } else if (c == QLatin1Char(',')) {
      end();
    } else if (!wasQuoted) {
      value += c;
    }
  }
  end();
  if (values.empty()) values.emplace_back();
  return values;
}

}  // namespace halftone::app
