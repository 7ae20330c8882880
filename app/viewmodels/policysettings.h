// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QMap>
#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <map>
#include <optional>

#include "app/viewmodels/recordmodel.h"
#include "backend/policy/model.h"

namespace halftone::app {

// What a policy says beside its rules and splits, in the operator's hands: who counts as the same user, by
// what the default sticks, which instances are a version. Nothing reaches the draft before the page takes
// `policy`. GUI thread.
class PolicySettings : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the page Traffic has one")
  Q_PROPERTY(halftone::app::RecordModel* identity READ identity CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* versions READ versions CONSTANT)
  Q_PROPERTY(QVariantList identityKinds READ identityKinds NOTIFY changed)
  Q_PROPERTY(QVariantList stickChoices READ stickChoices NOTIFY changed)
  Q_PROPERTY(int stickIndex READ stickIndex NOTIFY changed)
  Q_PROPERTY(bool stickNeedsName READ stickNeedsName NOTIFY changed)
  Q_PROPERTY(QString stickName READ stickName NOTIFY changed)
  Q_PROPERTY(QVariantList balances READ balances NOTIFY changed)
  Q_PROPERTY(QStringList versionNames READ versionNames NOTIFY changed)
  Q_PROPERTY(int stableIndex READ stableIndex NOTIFY changed)
  Q_PROPERTY(bool failing READ isFailing WRITE setFailing NOTIFY changed)
  Q_PROPERTY(QStringList problems READ problems NOTIFY changed)
  Q_PROPERTY(bool acceptable READ isAcceptable NOTIFY changed)

 public:
  explicit PolicySettings(QObject* parent = nullptr);

  void open(policy::Policy policy);
  // As edited; only while isAcceptable().
  [[nodiscard]] const policy::Policy& policy() const { return m_policy; }
  // What was edited here, put on a policy that may have changed since `open` (backend/store/merge.h): where
  // both changed one thing, what was edited here counts. Nothing, and `problems` say why, if no valid policy
  // comes of it.
  [[nodiscard]] std::optional<policy::Policy> onTopOf(const policy::Policy& now);
  // Something would be lost if they were dropped now.
  Q_INVOKABLE [[nodiscard]] bool isEdited() const { return m_policy != m_opened; }

  // One row a source, the first that a request has counts: number, kindIndex, kind, name.
  [[nodiscard]] RecordModel* identity() { return &m_identity; }
  // One row a version: number, name, select ("version=v1, zone=a*"), balanceIndex, stable.
  [[nodiscard]] RecordModel* versions() { return &m_versions; }
  // [{value, text}], as the two below.
  [[nodiscard]] QVariantList identityKinds() const;
  [[nodiscard]] QVariantList stickChoices() const;
  [[nodiscard]] QVariantList balances() const;
  [[nodiscard]] int stickIndex() const;
  [[nodiscard]] bool stickNeedsName() const;
  [[nodiscard]] QString stickName() const;
  [[nodiscard]] QStringList versionNames() const;
  [[nodiscard]] int stableIndex() const;
  // Without a live instance of the chosen version a request fails, instead of going to the stable one.
  [[nodiscard]] bool isFailing() const { return m_policy.whenUnavailable == policy::WhenUnavailable::Fail; }
  void setFailing(bool failing);
  // What is wrong, in the language of now.
  [[nodiscard]] QStringList problems() const;
  [[nodiscard]] bool isAcceptable() const { return m_findings.empty() && m_unread.isEmpty(); }

  Q_INVOKABLE void addIdentity();
  Q_INVOKABLE void removeIdentity(int row);
  Q_INVOKABLE void moveIdentity(int row, int to);
  Q_INVOKABLE void setIdentityKind(int row, const QString& kind);
  Q_INVOKABLE void setIdentityName(int row, const QString& name);
  Q_INVOKABLE void setStickBy(const QString& kind);
  Q_INVOKABLE void setStickName(const QString& name);
  Q_INVOKABLE void addVersion();
  Q_INVOKABLE void removeVersion(int row);
  // Rules, splits and the stable version follow.
  Q_INVOKABLE void renameVersion(int row, const QString& name);
  Q_INVOKABLE void setSelect(int row, const QString& text);
  Q_INVOKABLE void setBalance(int row, const QString& word);
  Q_INVOKABLE void setStable(int row);
  void retranslate() { show(); }

 signals:
  void changed();

 private:
  void show();
  [[nodiscard]] policy::IdentitySource* source(int row);
  [[nodiscard]] std::pair<std::string, policy::Version>* version(int row);

  policy::Policy m_policy;
  policy::Policy m_opened;  // as it was opened
  std::vector<policy::Finding> m_findings;
  QMap<int, QString> m_unread;  // rows of versions whose labels cannot be read: the text as typed
  RecordModel m_identity;
  RecordModel m_versions;
};

// "version=v1, zone=a*"; nothing if some part is not "label=value".
[[nodiscard]] std::optional<std::map<std::string, std::string>> readLabels(const QString& text);
[[nodiscard]] QString writeLabels(const std::map<std::string, std::string>& labels);

}  // namespace halftone::app
