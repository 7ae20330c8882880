// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

#include "app/viewmodels/recordmodel.h"

class QSettings;

namespace halftone::app {

// Places that the operator has pinned in the sidebar, kept in the settings. GUI thread.
class Favourites : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window receives it")
  Q_PROPERTY(halftone::app::RecordModel* places READ places CONSTANT)

 public:
  static constexpr int kMost = 30;

  // The settings outlive this.
  explicit Favourites(QSettings* settings, QObject* parent = nullptr);

  // One row a place, in the order in which they were pinned: link, title, page.
  [[nodiscard]] RecordModel* places() { return &m_places; }
  [[nodiscard]] bool contains(const QString& link) const;
  // Nothing for what is no deep link or is pinned already.
  void add(const QString& link, const QString& title);
  Q_INVOKABLE void remove(const QString& link);
  Q_INVOKABLE void open(const QString& link) { emit opened(link); }

 signals:
  void opened(const QString& link);

 private:
  void keep(std::vector<RecordModel::Record> places);

  QSettings* m_settings;
  RecordModel m_places;
};

}  // namespace halftone::app
