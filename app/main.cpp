// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTextStream>

#include "app/application.h"

int main(int argc, char** argv) {
  QApplication app(argc, argv);  // the charts are widgets, though never shown
  halftone::app::Application::prepare(app);
  const auto options = halftone::app::parseOptions(QCoreApplication::arguments().mid(1));
  if (!options) {
    QTextStream(stderr) << QString::fromStdString(options.error().message) << Qt::endl
                        << halftone::app::usage();
    return 2;
  }
  if (options->showHelp) {
    QTextStream(stdout) << halftone::app::usage();
    return 0;
  }
  halftone::app::Application console(*options);
  if (console.start()) return QApplication::exec();
  if (!console.problem().isEmpty()) QTextStream(stderr) << console.problem() << Qt::endl;
  return 1;
}
