// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace halftone::app {

Translations::~Translations() {
  QCoreApplication::removeTranslator(&m_ours);
  QCoreApplication::removeTranslator(&m_qt);
}

void Translations::setLanguage(const QString& language) {
  QCoreApplication::removeTranslator(&m_ours);
  QCoreApplication::removeTranslator(&m_qt);
  const bool chinese = language == QLatin1String("zh");
  const QString name = chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
  QLocale::setDefault(QLocale(chinese ? QStringLiteral("zh_CN") : QStringLiteral("en_GB")));
  // English too is translated: its plurals need it.
  if (m_ours.load(QStringLiteral("halftone_") + name, QStringLiteral(":/i18n")))
    QCoreApplication::installTranslator(&m_ours);
  if (chinese &&
      m_qt.load(QStringLiteral("qtbase_") + name, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
    QCoreApplication::installTranslator(&m_qt);
}

}  // namespace halftone::app
