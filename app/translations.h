// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTranslator>

namespace halftone::app {

// The language of the console's texts and numbers, changed while it runs. GUI thread.
class Translations {
 public:
  ~Translations();
  // "en" or "zh". Texts already shown change when the engine and the view models retranslate.
  void setLanguage(const QString& language);

 private:
  QTranslator m_ours;
  QTranslator m_qt;
};

}  // namespace halftone::app
