// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QStringList>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "app/viewmodels/measuredshare.h"
#include "app/viewmodels/splitweights.h"
#include "backend/policy/model.h"

namespace halftone::app {

// A split as an operator edits it: for each version the weight wanted (the draft), the one in force, what is
// measured, and its share of the open sessions. Weights are basis points and always sum to 10000. The slider
// asks, the model answers. GUI thread.
class SplitModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(bool proportional READ isProportional WRITE setProportional NOTIFY proportionalChanged)
  Q_PROPERTY(bool changed READ isChanged NOTIFY weightsChanged)
  Q_PROPERTY(QString sumText READ sumText NOTIFY weightsChanged)
  Q_PROPERTY(QString stableVersion READ stableVersion NOTIFY versionsChanged)
  Q_PROPERTY(int count READ count NOTIFY versionsChanged)

 public:
  static constexpr int kAwayLooks = 20;  // far away in so many looks in a row: it disagrees

  enum Role {
    VersionRole = Qt::UserRole + 1,
    WeightRole,    // int, basis points
    LimitRole,     // int: the most that the locks allow
    InForceRole,   // int; -1 if the version is not in the split in force
    MeasuredRole,  // double, 0..1; -1 when nothing is measured
    MeasuredLowRole,
    MeasuredHighRole,
    SessionsRole,  // double, 0..1; -1 without sessions
    LockedRole,
    StableRole,
    WeightTextRole,    // "30.00"
    MeasuredTextRole,  // "29.6 ±1.1"
    SessionsTextRole,  // "4.8"
    ChangeTextRole,    // "+25.00", empty when nothing changes
    DisagreesRole,     // bool: measured and in force differ for longer than chance explains
  };

  explicit SplitModel(QObject* parent = nullptr);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

  // The split in force. The draft follows it as long as it has no changes; a changed draft stays.
  void setInForce(const std::vector<policy::Share>& shares, const QString& stable,
                  const QStringList& versions);
  // What the operator wants; versions not named get 0.
  void setWanted(const std::vector<policy::Share>& shares);
  // The draft as a split: what is in the split in force, in its order; a version that is new to it comes
  // first, so that raising it moves users only to it (policy.md, point 4).
  [[nodiscard]] std::vector<policy::Share> wanted() const;
  // Measured shares by version; nothing measured: empty.
  // Once a second: how long a share stays away from its weight is counted in calls.
  void setMeasured(const std::map<QString, MeasuredShare>& measured);
  // Share of the open sessions by version, 0..1.
  void setSessions(const std::map<QString, double>& sessions);

  [[nodiscard]] bool isProportional() const { return m_proportional; }
  void setProportional(bool proportional);
  [[nodiscard]] bool isChanged() const;
  [[nodiscard]] QString sumText() const;
  [[nodiscard]] QString stableVersion() const;
  [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
  [[nodiscard]] bool isDragging() const { return m_dragging; }
  // Counts what the operator does: the moves of one drag, and key presses in quick succession, are one.
  [[nodiscard]] int gesture() const { return m_gesture; }

  // Between these, each setWeight starts from the weights at beginDrag: going back undoes all.
  Q_INVOKABLE void beginDrag();
  Q_INVOKABLE void endDrag();
  // As near to `weight` as the locks allow.
  Q_INVOKABLE void setWeight(int row, int weight);
  // A percentage as a person types it ("30", "12,5 %"); false if it is none.
  Q_INVOKABLE bool setWeightText(int row, const QString& text);
  Q_INVOKABLE void setLocked(int row, bool locked);
  Q_INVOKABLE void shareEvenly();
  // Back to the split in force.
  Q_INVOKABLE void reset();

  // Texts anew after the language has changed.
  void retranslate();

 signals:
  void proportionalChanged();
  void weightsChanged();
  void versionsChanged();

 private:
  struct Row {
    QString version;
    SplitPart part;
    int inForce = -1;
    std::optional<MeasuredShare> measured;
    std::optional<double> sessions;
    int away = 0;  // calls of setMeasured in a row that found it far from the weight in force
  };

  [[nodiscard]] std::vector<SplitPart> parts() const;
  void apply(const std::vector<SplitPart>& parts);
  void emitRows(const QList<int>& roles);
  [[nodiscard]] QString text(const Row& row, int role) const;

  std::vector<Row> m_rows;
  std::vector<SplitPart> m_snapshot;  // weights at beginDrag
  bool m_dragging = false;
  bool m_proportional = false;
  int m_gesture = 0;
  QElapsedTimer m_sinceEdit;
};

}  // namespace halftone::app
