// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <memory>
#include <optional>

#include "app/viewmodels/kvtree.h"
#include "app/viewmodels/kvvalue.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "backend/consul/watch.h"
#include "backend/store/auditlog.h"
#include "tl/expected.hpp"

namespace halftone::app {

struct Feeds;
class ConsulConnection;
class IdentityFeed;
class OwnPublishes;
class KvDrafts;

// The page of Consul's KV store: a tree of keys, and an editor of one value that never loses a text. The
// value is watched: what others write shows at once where nothing was edited, and is a conflict where
// something was. A policy's key is saved as a publish, so that its history stays whole. GUI thread.
class KvViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::RecordModel* tree READ tree CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* history READ history CONSTANT)
  Q_PROPERTY(QVariantList diff READ diff NOTIFY historyChanged)
  Q_PROPERTY(QString selected READ selected NOTIFY selectedChanged)
  Q_PROPERTY(QString text READ text NOTIFY edited)
  Q_PROPERTY(bool exists READ exists NOTIFY valueChanged)
  Q_PROPERTY(bool editable READ isEditable NOTIFY valueChanged)
  Q_PROPERTY(bool json READ isJson NOTIFY edited)
  Q_PROPERTY(bool changed READ isChanged NOTIFY edited)
  Q_PROPERTY(bool canSave READ canSave NOTIFY edited)
  Q_PROPERTY(bool busy READ isBusy NOTIFY outcomeChanged)
  Q_PROPERTY(bool conflict READ isConflict NOTIFY valueChanged)
  Q_PROPERTY(QString conflictText READ conflictText NOTIFY valueChanged)
  Q_PROPERTY(QString theirs READ theirs NOTIFY valueChanged)
  Q_PROPERTY(QString about READ about NOTIFY valueChanged)
  Q_PROPERTY(QString kindText READ kindText NOTIFY edited)
  Q_PROPERTY(QString problem READ problem NOTIFY edited)
  Q_PROPERTY(QString errorText READ errorText NOTIFY outcomeChanged)
  Q_PROPERTY(QString doneText READ doneText NOTIFY outcomeChanged)
  Q_PROPERTY(QString historyTitle READ historyTitle NOTIFY historyChanged)
  Q_PROPERTY(QString historyEmpty READ historyEmpty NOTIFY historyChanged)
  Q_PROPERTY(QString revision READ revision NOTIFY historyChanged)
  Q_PROPERTY(bool canRestore READ canRestore NOTIFY historyChanged)
  Q_PROPERTY(bool policyKey READ isPolicyKey NOTIFY selectedChanged)

 public:
  explicit KvViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~KvViewModel() override;

  [[nodiscard]] RecordModel* tree() const { return m_tree->rows(); }
  // Of a policy its revisions, of other keys what the audit says of them; newest first.
  [[nodiscard]] RecordModel* history() const { return m_history; }
  // From the revision picked to what is stored now: rows as of diffRows().
  [[nodiscard]] QVariantList diff() const { return m_diff; }
  [[nodiscard]] QString selected() const { return m_selected; }
  // What the editor shows.
  [[nodiscard]] QString text() const { return m_text; }
  [[nodiscard]] bool exists() const { return m_base.has_value(); }
  [[nodiscard]] bool isEditable() const { return m_base && m_value.isEditable(); }
  [[nodiscard]] bool isJson() const;
  [[nodiscard]] bool isChanged() const { return isEditable() && m_text != m_value.text; }
  [[nodiscard]] bool canSave() const { return isChanged() && !m_busy && !isConflict(); }
  [[nodiscard]] bool isBusy() const { return m_busy; }
  // Somebody else wrote or deleted the key after the edit began.
  [[nodiscard]] bool isConflict() const { return m_conflict; }
  [[nodiscard]] QString conflictText() const;
  [[nodiscard]] QString theirs() const;
  [[nodiscard]] QString about() const;
  [[nodiscard]] QString kindText() const;
  [[nodiscard]] QString problem() const;
  [[nodiscard]] QString errorText() const { return m_error; }
  [[nodiscard]] QString doneText() const { return m_done; }
  [[nodiscard]] QString historyTitle() const;
  [[nodiscard]] QString historyEmpty() const;
  [[nodiscard]] QString revision() const { return m_revision; }
  [[nodiscard]] bool canRestore() const;
  [[nodiscard]] bool isPolicyKey() const { return !policyService().empty(); }

  Q_INVOKABLE void toggle(const QString& folder) { m_tree->toggle(folder); }
  // Opens a key, and the folders above it. An edit that was not saved is kept, also for another
  // window or another run of the console.
  Q_INVOKABLE void select(const QString& key);
  Q_INVOKABLE void edit(const QString& text);
  Q_INVOKABLE void revert();
  Q_INVOKABLE void format();
  Q_INVOKABLE void save(const QString& why);
  // What publishing the text as a policy would change, and what is doubtful of it, in lines; empty if it is
  // no valid policy of this key's service (save() says why).
  Q_INVOKABLE [[nodiscard]] QString reviewText() const;
  // In a conflict: my text stands, to be saved over theirs; or theirs stands and mine goes to the clipboard.
  Q_INVOKABLE void keepMine();
  Q_INVOKABLE void takeTheirs();
  Q_INVOKABLE void create(const QString& key);
  Q_INVOKABLE void remove();
  Q_INVOKABLE void showRevision(const QString& revision);
  // Publishes the revision shown anew.
  Q_INVOKABLE void restore(const QString& why);

  [[nodiscard]] QString subject() const override { return m_selected; }
  void turnTo(const QString& subject) override { select(subject); }
  void retranslate() override;

 signals:
  void selectedChanged();
  void valueChanged();
  void edited();
  void outcomeChanged();
  void historyChanged();
  // The editor is to show text() instead of what it has.
  void textReplaced();

 private:
  void onShown();
  void updateState();
  // Puts what is edited where it lasts, or takes it away from there when nothing is edited any more.
  void keepEdit();
  void bringEdit();
  void watchSelected();
  void setUnread(const QString& why);
  void onAnswer(const consul::Answer& answer);
  void onEntry(std::optional<consul::KvEntry> entry);
  void adopt(std::optional<consul::KvEntry> entry);
  void settle(const QString& key, const Error& error);
  void begin();
  void end(const QString& done, const QString& error);
  void saved(std::uint64_t modifyIndex, std::uint64_t flags, const QString& key, const std::string& bytes);
  // The policy that these bytes are, or what is wrong with it.
  [[nodiscard]] tl::expected<policy::Policy, QString> policyOf(const std::string& bytes) const;
  void publishPolicy(const std::string& bytes, const QString& why);
  void loadHistory();
  void showHistory();
  void updateDiff();
  [[nodiscard]] std::string policyService() const;
  [[nodiscard]] QString presentText() const;

  ConsulConnection* m_consul;
  IdentityFeed* m_who;
  OwnPublishes* m_own;
  store::KvStore m_store;
  store::PolicyStore m_policies;
  store::AuditLog m_audit;
  KvTree* m_tree;
  RecordModel* m_history;
  QVariantList m_diff;
  std::unique_ptr<consul::Watch> m_watch;
  QString m_selected;
  std::optional<consul::KvEntry> m_base;  // what the edit began from
  std::optional<consul::KvEntry> m_seen;  // what is stored now
  bool m_loaded = false;                  // m_seen says something
  QString m_unread;                       // why the key cannot be read now
  QString m_unsettled;                    // what is to be said once a conflict's other side is read
  bool m_conflict = false;
  KvValue m_value;  // of m_base
  QString m_text;
  KvDrafts* m_drafts;
  QTimer m_keepSoon;
  bool m_isKept = false;  // in m_drafts, by this page
  bool m_busy = false;
  QString m_error;
  QString m_done;
  std::vector<store::HistoryEntry> m_revisions;
  std::vector<store::AuditEntry> m_acts;
  QString m_revision;  // picked
};

}  // namespace halftone::app
