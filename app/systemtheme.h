// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <QString>
#include <optional>

namespace halftone::app {

// Whether the desktop wants dark windows: what its portal says (org.freedesktop.portal.Settings,
// org.freedesktop.appearance color-scheme), live; where there is no portal or it has no preference, by the
// lightness of the application's palette. GUI thread; waits for no answer.
class SystemTheme : public QObject {
  Q_OBJECT

 public:
  // Without a bus: by the palette alone.
  explicit SystemTheme(std::optional<QDBusConnection> bus, QObject* parent = nullptr);

  [[nodiscard]] bool isDark() const { return m_dark; }

 signals:
  void darkChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private slots:
  void onSettingChanged(const QString& space, const QString& key, const QDBusVariant& value);

 private:
  void take(const QVariant& scheme);
  void update();

  std::optional<bool> m_wish;  // the portal's
  bool m_dark = false;
};

}  // namespace halftone::app
