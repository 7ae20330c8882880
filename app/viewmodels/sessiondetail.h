// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <memory>

#include "app/feeds/sessionaccount.h"
#include "app/feeds/sessionbook.h"
#include "app/viewmodels/recordmodel.h"
#include "app/viewmodels/sessionplacement.h"
#include "backend/policy/words.h"

namespace halftone::app {

// One session, opened: what its node tells of it, the request that opened it, and the rule by which today's
// policy places it: by its node's own account, or as far as the console can tell without. GUI thread.
class SessionDetail : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(bool present READ isPresent NOTIFY changed)
  Q_PROPERTY(bool ended READ hasEnded NOTIFY changed)
  Q_PROPERTY(QString user READ user NOTIFY changed)
  Q_PROPERTY(QString version READ version NOTIFY changed)
  Q_PROPERTY(halftone::app::RecordModel* facts READ facts CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* steps READ steps CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* request READ request CONSTANT)
  Q_PROPERTY(QString verdict READ verdict NOTIFY changed)
  Q_PROPERTY(QString verdictKind READ verdictKind NOTIFY changed)
  Q_PROPERTY(QString unknownText READ unknownText NOTIFY changed)

 public:
  // What else there is to say of the session beside itself.
  struct Surroundings {
    std::shared_ptr<const SessionPlacement> placement;  // null: there is no policy
    quint64 revision = 0;                               // of the policy
    QString nodeState;
    bool stale = false;                             // its node is not heard now
    std::shared_ptr<const SessionAccount> account;  // its node's; null: not known (yet)
    policy::Language language = policy::Language::English;
    qint64 nowMs = 0;
  };

  explicit SessionDetail(QObject* parent = nullptr);

  // Null: the session shown has ended; it stays to be read.
  void show(ChatSessionPtr session, Surroundings surroundings);
  void clear();

  [[nodiscard]] bool isPresent() const { return m_session != nullptr; }
  [[nodiscard]] bool hasEnded() const { return m_ended; }
  [[nodiscard]] QString user() const { return m_session ? m_session->user : QString(); }
  [[nodiscard]] QString version() const { return m_session ? m_session->version : QString(); }
  // name, value, mono.
  [[nodiscard]] RecordModel* facts() const { return m_facts; }
  // The request that opened it: name, value, mono. Empty if its node does not tell.
  [[nodiscard]] RecordModel* request() const { return m_request; }
  // The rules in order up to the one that decides: rule, kind (of a StateMark), text.
  [[nodiscard]] RecordModel* steps() const { return m_steps; }
  [[nodiscard]] QString verdict() const { return m_verdict; }
  [[nodiscard]] QString verdictKind() const { return m_verdictKind; }
  // What nobody knows of its request, in words.
  [[nodiscard]] QString unknownText() const { return m_unknown; }

  // All of it as JSON, times in ms since 1970.
  [[nodiscard]] QString json() const;
  Q_INVOKABLE void copyJson() const;

 signals:
  void changed();

 private:
  void updateFacts();
  void updateRequest();
  void updatePlacement();
  void takePlacement(const SessionAccount::Placement& placement);
  // The failed condition of a node's account, which is English, in the language of now.
  [[nodiscard]] QString failedCondition(const SessionAccount::Rule& rule) const;
  [[nodiscard]] QVariantList describeRule(const SessionAccount::Rule& rule, const QString& version) const;
  // Kind and text of a rule's row; `unknown` collects what nobody knows.
  [[nodiscard]] QVariantList describeStep(const SessionPlacement::Step& step,
                                          const SessionPlacement::Verdict& verdict,
                                          QStringList& unknown) const;
  void sayVerdict(const SessionPlacement::Verdict& verdict);
  void sayWhere(const QString& there, const QString& here, quint64 revision, bool sure);

  ChatSessionPtr m_session;
  Surroundings m_around;
  bool m_ended = false;
  RecordModel* m_facts;
  RecordModel* m_request;
  RecordModel* m_steps;
  QString m_verdict;
  QString m_verdictKind;
  QString m_unknown;
};

}  // namespace halftone::app
