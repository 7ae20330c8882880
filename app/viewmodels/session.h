// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>

class QJSEngine;
class QQmlEngine;

namespace halftone::app {

// What holds for the whole window: theme, language, the page in front. One for each engine, made by the
// application; GUI thread.
class Session : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_SINGLETON
  Q_PROPERTY(bool dark READ isDark WRITE setDark NOTIFY darkChanged)
  Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged)
  Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
  Q_PROPERTY(bool readOnly READ isReadOnly WRITE setReadOnly NOTIFY readOnlyChanged)
  Q_PROPERTY(QString page READ page WRITE setPage NOTIFY pageChanged)
  Q_PROPERTY(QStringList pages READ pages CONSTANT)
  Q_PROPERTY(QString cluster READ cluster NOTIFY clusterChanged)
  Q_PROPERTY(bool production READ isProduction NOTIFY clusterChanged)
  Q_PROPERTY(bool byKeys READ isByKeys NOTIFY byKeysChanged)

 public:
  // No default constructor: the engine must take the application's object (see create()).
  explicit Session(QObject* parent);
  static Session* create(QQmlEngine* engine, QJSEngine* scriptEngine);
  // Makes this object the one that QML of the engine sees.
  void provideTo(QQmlEngine* engine);

  // What the operator has chosen: "system", "dark" or "light"; other words are ignored.
  [[nodiscard]] QString theme() const { return m_theme; }
  void setTheme(const QString& theme);
  // What the theme comes to now.
  [[nodiscard]] bool isDark() const;
  // Chooses one of the two.
  void setDark(bool dark);
  // What "system" comes to.
  void setSystemDark(bool dark);
  // "en" or "zh"; other words are ignored.
  [[nodiscard]] QString language() const { return m_language; }
  void setLanguage(const QString& language);
  // Whether the operator may only look: what changes anything is refused.
  [[nodiscard]] bool isReadOnly() const { return m_readOnly; }
  void setReadOnly(bool readOnly);
  // One of pages(); other words are ignored.
  [[nodiscard]] QString page() const { return m_page; }
  void setPage(const QString& page);
  // In the order of the sidebar and of Ctrl+1, Ctrl+2, ...
  [[nodiscard]] QStringList pages() const;

  // The page's name in the language of now.
  Q_INVOKABLE [[nodiscard]] QString titleOf(const QString& page) const;
  // The sheet of keys is to be shown.
  Q_INVOKABLE void askHelp() { emit helpAsked(); }
  // The cluster in front: its name, and whether mistakes in it hurt. Read-only is refused by the client of
  // Consul; pages only leave their buttons out.
  [[nodiscard]] QString cluster() const { return m_cluster; }
  [[nodiscard]] bool isProduction() const { return m_production; }
  void setCluster(const QString& name, bool production, bool readOnly);
  // Whether the last thing that the operator did was to press a key, not a button of the mouse: where the
  // keys go is marked then only, as browsers do (CSS Selectors Level 4, :focus-visible).
  [[nodiscard]] bool isByKeys() const { return m_byKeys; }

  Q_INVOKABLE void toggleTheme() { setDark(!isDark()); }
  Q_INVOKABLE void toggleLanguage();

  bool eventFilter(QObject* watched, QEvent* event) override;

 signals:
  void darkChanged();
  void themeChanged();
  void languageChanged();
  void readOnlyChanged();
  void pageChanged();
  void helpAsked();
  void clusterChanged();
  void byKeysChanged();

 private:
  void setByKeys(bool byKeys);

  QString m_theme = QStringLiteral("system");
  bool m_systemDark = true;
  bool m_readOnly = false;
  QString m_language = QStringLiteral("en");
  QString m_cluster;
  bool m_production = false;
  bool m_byKeys = false;
  QString m_page = QStringLiteral("overview");
};

}  // namespace halftone::app
