// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/exportplace.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>

namespace halftone::app {

namespace {

const QString kFolder = QStringLiteral("export/folder");

}  // namespace

QString wholePath(const QString& typed) {
  const QString path = typed.trimmed();
  if (path == QLatin1String("~") || path.startsWith(QLatin1String("~/")))
    return QDir::cleanPath(QDir::homePath() + path.mid(1));
  return QDir::cleanPath(path);
}

QString ExportPlace::folder() const {
  const QString kept = QSettings().value(kFolder).toString();
  if (!kept.isEmpty() && QFileInfo(kept).isDir()) return kept;
  const QString downloads = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
  return QFileInfo(downloads).isDir() ? downloads : QDir::homePath();
}

void ExportPlace::keep(const QString& folder) {
  QSettings().setValue(kFolder, wholePath(folder));
}

QString ExportPlace::nameFor(const QString& what, const QString& suffix) const {
  static const QRegularExpression kUnfit(QStringLiteral("[^\\w.-]+"),
                                         QRegularExpression::UseUnicodePropertiesOption);
  QString about = what;
  about.replace(kUnfit, QStringLiteral("-"));
  return QStringLiteral("%1-%2.%3")
      .arg(about.isEmpty() ? QStringLiteral("halftone") : about,
           QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmm")), suffix);
}

QString ExportPlace::problem(const QString& folder, const QString& name) const {
  if (folder.trimmed().isEmpty()) return tr("Which folder?");
  const QString path = wholePath(folder);
  if (QDir::isRelativePath(path)) return tr("The folder must begin with / or ~");
  const QFileInfo place(path);
  if (!place.isDir()) return tr("There is no folder %1").arg(path);
  if (!place.isWritable()) return tr("You may not write into %1").arg(path);
  if (name.trimmed().isEmpty()) return tr("Which name?");
  if (name.contains(QLatin1Char('/'))) return tr("A file's name has no /");
  return {};
}

QUrl ExportPlace::fileOf(const QString& folder, const QString& name, const QString& suffix) const {
  QString file = name.trimmed();
  const QString end = QLatin1Char('.') + suffix;
  if (!file.endsWith(end, Qt::CaseInsensitive)) file += end;
  return QUrl::fromLocalFile(wholePath(folder) + QLatin1Char('/') + file);
}

bool ExportPlace::exists(const QUrl& file) const {
  return QFileInfo::exists(file.toLocalFile());
}

}  // namespace halftone::app
