// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/kvviewmodel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <nlohmann/json.hpp>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/identityfeed.h"
#include "app/feeds/ownpublishes.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/findingwords.h"
#include "app/viewmodels/kvdrafts.h"
#include "app/viewmodels/policychanges.h"
#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

namespace halftone::app {

namespace {

// Typing is many edits: one is kept when so long has passed since the first.
constexpr std::chrono::milliseconds kKeepPause{500};

QStringList historyRoles() {
  return {QStringLiteral("recordId"), QStringLiteral("title"), QStringLiteral("who"),
          QStringLiteral("why"),      QStringLiteral("when"),  QStringLiteral("present")};
}

}  // namespace

KvViewModel::KvViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_who(feeds.who),
      m_own(feeds.own),
      m_store(feeds.consul->client()),
      m_policies(feeds.consul->client()),
      m_audit(feeds.consul->client()),
      m_tree(new KvTree(feeds.consul->client(), this)),
      m_history(new RecordModel(historyRoles(), this)),
      m_drafts(feeds.kvDrafts) {
  m_keepSoon.setSingleShot(true);
  m_keepSoon.setInterval(kKeepPause);
  connect(&m_keepSoon, &QTimer::timeout, this, &KvViewModel::keepEdit);
  connect(this, &KvViewModel::edited, this, [this] {
    if (!m_keepSoon.isActive() && (isChanged() || m_isKept)) m_keepSoon.start();
  });
  connect(m_consul, &ConsulConnection::stateChanged, this, [this] {
    updateState();
    if (isShown() && m_consul->state() == ConsulConnection::State::Live) m_tree->refresh();
  });
  connect(m_tree, &KvTree::changed, this, &KvViewModel::updateState);
  connect(m_tree, &KvTree::failed, this, [this](const Error& error) {
    if (m_consul->state() != ConsulConnection::State::Live) return;  // the state says that already
    setState(m_tree->isLoaded() ? State::Stale : State::Failed, QString::fromStdString(error.message));
  });
  connect(this, &PageViewModel::shownChanged, this, &KvViewModel::onShown);
  updateState();
}

KvViewModel::~KvViewModel() {
  keepEdit();
}

void KvViewModel::onShown() {
  m_tree->setLive(isShown());
  if (isShown() && !m_selected.isEmpty()) bringEdit();  // of a window that was closed meanwhile
  if (m_watch && isShown()) m_watch->start();
  if (m_watch && !isShown()) m_watch->stop();
}

void KvViewModel::updateState() {
  const bool live = m_consul->state() == ConsulConnection::State::Live;
  const FeedStatus::State kind =
      live                 ? (m_tree->isLoaded() ? FeedStatus::State::Ready : FeedStatus::State::Loading)
      : m_tree->isLoaded() ? FeedStatus::State::Stale
      : m_consul->error().isEmpty() ? FeedStatus::State::Loading
                                    : FeedStatus::State::Failed;
  const FeedStatus status{kind, m_consul->error(), m_consul->since().toMSecsSinceEpoch()};
  setState(pageState(status), statusText(status, nowMs()));
}

void KvViewModel::select(const QString& key) {
  if (key == m_selected || key.isEmpty() || key.endsWith(QLatin1Char('/')) || m_busy) return;
  keepEdit();
  m_selected = key;
  m_isKept = false;
  m_loaded = false;
  m_unread.clear();
  m_seen.reset();
  m_error.clear();
  m_done.clear();
  m_revisions.clear();
  m_acts.clear();
  m_revision.clear();
  m_history->setRecords({});
  m_diff.clear();
  adopt(std::nullopt);
  bringEdit();
  m_tree->reveal(key.toStdString());
  emit selectedChanged();
  emit outcomeChanged();
  watchSelected();
  loadHistory();
}

void KvViewModel::keepEdit() {
  m_keepSoon.stop();
  if (m_selected.isEmpty()) return;
  if (isChanged()) {
    m_isKept = true;
    const Result<void> kept = m_drafts->keep({*m_base, m_text});
    if (!kept && !m_busy)
      end({}, tr("Your text is not on disk: %1").arg(QString::fromStdString(kept.error().message)));
  } else if (std::exchange(m_isKept, false)) {
    m_drafts->forget(m_selected);
  }
}

void KvViewModel::bringEdit() {
  const std::optional<KvDraft> draft = m_drafts->find(m_selected);
  if (!draft || isChanged()) return;
  adopt(draft->base);
  m_text = draft->text;
  m_isKept = true;
  emit textReplaced();
  emit edited();
}

void KvViewModel::watchSelected() {
  m_watch = std::make_unique<consul::Watch>(m_consul->endpoint(), consul::kvPath(m_selected.toStdString()),
                                            QString());
  connect(m_watch.get(), &consul::Watch::changed, this, &KvViewModel::onAnswer);
  connect(m_watch.get(), &consul::Watch::failed, this,
          [this](const Error& error) { setUnread(QString::fromStdString(error.message)); });
  connect(m_watch.get(), &consul::Watch::recovered, this, [this] { setUnread({}); });
  m_watch->start();
}

void KvViewModel::setUnread(const QString& why) {
  if (std::exchange(m_unread, why) != why) emit valueChanged();
}

void KvViewModel::onAnswer(const consul::Answer& answer) {
  if (answer.status == 404) return onEntry(std::nullopt);
  const Result<std::vector<consul::KvEntry>> entries = consul::parseKvEntries(answer.body);
  if (!entries || entries->size() != 1) return end({}, tr("Consul's answer is not one entry."));
  onEntry(entries->front());
}

void KvViewModel::onEntry(std::optional<consul::KvEntry> entry) {
  const bool first = !std::exchange(m_loaded, true);
  const bool other =
      entry.has_value() != m_seen.has_value() || (entry && entry->modifyIndex != m_seen->modifyIndex);
  m_seen = std::move(entry);
  const bool mine = m_seen && m_base && m_value.bytesOf(m_text) == m_seen->value;
  if (!isChanged() || mine) {
    adopt(m_seen);
  } else {
    m_conflict = !m_seen || m_seen->modifyIndex != m_base->modifyIndex;
    emit valueChanged();
    emit edited();
  }
  if (!first && other) loadHistory();
  showHistory();
  updateDiff();
}

// The editor begins anew from this entry.
void KvViewModel::adopt(std::optional<consul::KvEntry> entry) {
  m_conflict = false;
  m_base = std::move(entry);
  m_value = m_base ? KvValue::of(m_base->value) : KvValue();
  const bool replaced = m_text != m_value.text;
  m_text = m_value.text;
  if (replaced) emit textReplaced();
  emit valueChanged();
  emit edited();
}

bool KvViewModel::isJson() const {
  return m_value.kind == KvValue::Kind::Json ||
         (m_value.kind == KvValue::Kind::Text && looksLikeJson(m_text));
}

void KvViewModel::edit(const QString& text) {
  if (!isEditable() || m_text == text) return;
  m_text = text;
  m_done.clear();
  emit edited();
  emit outcomeChanged();
}

void KvViewModel::revert() {
  adopt(m_seen);
}

void KvViewModel::format() {
  const auto document = nlohmann::ordered_json::parse(m_text.toStdString(), nullptr, false);
  if (!isEditable() || document.is_discarded()) return;
  edit(
      QString::fromStdString(document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)));
  emit textReplaced();
}

void KvViewModel::begin() {
  m_busy = true;
  m_error.clear();
  m_done.clear();
  emit outcomeChanged();
  emit edited();
}

void KvViewModel::end(const QString& done, const QString& error) {
  m_busy = false;
  m_done = done;
  m_error = error;
  emit outcomeChanged();
  emit edited();
}

void KvViewModel::save(const QString& why) {
  if (!canSave()) return;
  const std::string bytes = m_value.bytesOf(m_text);
  if (isPolicyKey()) return publishPolicy(bytes, why);
  begin();
  const store::KvWrite write{m_base->key, bytes, m_base->flags, m_base->modifyIndex, m_who->actor()};
  m_store.write(write, this, [this, write, key = m_selected](const Result<std::uint64_t>& index) {
    if (!index) return settle(key, index.error());
    saved(*index, write.flags, key, write.value);
  });
}

tl::expected<policy::Policy, QString> KvViewModel::policyOf(const std::string& bytes) const {
  auto policy = codec::readPolicy(bytes);
  if (!policy) {
    const policy::Finding& finding = policy.error().front();
    return tl::unexpected(
        tr("No valid policy: %1 %2")
            .arg(QString::fromStdString(finding.pointer), QString::fromStdString(finding.message)));
  }
  if (policy->service != policyService()) {
    return tl::unexpected(
        tr("The policy is of service “%1”, the key of “%2”.")
            .arg(QString::fromStdString(policy->service), QString::fromStdString(policyService())));
  }
  return *std::move(policy);
}

QString KvViewModel::reviewText() const {
  if (!isChanged() || !isPolicyKey()) return {};
  const auto wanted = policyOf(m_value.bytesOf(m_text));
  if (!wanted) return {};
  QStringList lines;
  const auto before = codec::readPolicy(m_base->value);
  if (!before) {
    lines << tr("What is stored now is no valid policy; this one takes its place.");
  } else if (*before == *wanted) {
    lines << tr("The same policy, written otherwise.");
  } else {
    lines << summaryOf(changesBetween(*before, *wanted)) << effectBetween(*before, *wanted);
  }
  for (const policy::Finding& finding : policy::lint(*wanted))
    lines << tr("Warning: %1").arg(findingText(finding));
  lines.removeAll(QString());
  return lines.join(QLatin1Char('\n'));
}

void KvViewModel::publishPolicy(const std::string& bytes, const QString& why) {
  const auto policy = policyOf(bytes);
  if (!policy) return end({}, policy.error());
  begin();
  const store::Publication publication{*policy,        m_base->modifyIndex,         m_base->flags,
                                       m_who->actor(), why.trimmed().toStdString(), 0};
  const OwnPublishes::Done done = [this, key = m_selected](const Result<store::StoredPolicy>& stored) {
    if (!stored) return settle(key, stored.error());
    saved(stored->modifyIndex, stored->revision, key, stored->text);
  };
  m_policies.publish(publication, this, m_own == nullptr ? done : m_own->sent(policy->service, this, done));
}

void KvViewModel::saved(std::uint64_t modifyIndex, std::uint64_t flags, const QString& key,
                        const std::string& bytes) {
  consul::KvEntry entry = m_base.value_or(consul::KvEntry{});  // none: it was deleted before the answer came
  entry.key = key.toStdString();
  entry.value = bytes;
  entry.flags = flags;
  entry.modifyIndex = modifyIndex;
  // The watch may already have told of a later one.
  if (!m_seen || m_seen->modifyIndex < modifyIndex) m_seen = entry;
  adopt(m_seen);
  end(flags != 0 && isPolicyKey() ? tr("Published as r%1.").arg(flags) : tr("Saved %1.").arg(key), {});
  loadHistory();
}

// A write that the network repeated meets its own first copy: then the value is ours.
void KvViewModel::settle(const QString& key, const Error& error) {
  if (error.code != ErrorCode::Conflict) return end({}, QString::fromStdString(error.message));
  m_consul->client()->readKey(key.toStdString(), this, [this](const Result<consul::KvEntry>& entry) {
    if (!entry && entry.error().code != ErrorCode::NotFound)
      return end({}, QString::fromStdString(entry.error().message));
    onEntry(entry ? std::optional(*entry) : std::nullopt);
    const QString why = std::exchange(m_unsettled, {});
    end({}, m_seen ? why : QString());
  });
}

void KvViewModel::keepMine() {
  if (!m_conflict) return;
  m_conflict = false;
  const QString mine = m_text;
  consul::KvEntry base = m_seen ? *m_seen : *m_base;
  if (!m_seen) base.modifyIndex = 0;  // deleted: saving creates it again
  m_base = base;
  if (m_seen) m_value = KvValue::of(base.value);
  m_text = mine;
  emit valueChanged();
  emit edited();
}

void KvViewModel::takeTheirs() {
  if (!m_conflict) return;
  QGuiApplication::clipboard()->setText(m_text);
  adopt(m_seen);
  end(tr("Your text is on the clipboard."), {});
}

void KvViewModel::create(const QString& key) {
  if (m_busy) return;
  begin();
  const store::KvWrite write{key.trimmed().toStdString(), {}, 0, 0, m_who->actor()};
  m_store.write(write, this, [this, key = key.trimmed()](const Result<std::uint64_t>& index) {
    if (!index) {
      const bool there = index.error().code == ErrorCode::Conflict;
      return end({},
                 there ? tr("%1 exists already.").arg(key) : QString::fromStdString(index.error().message));
    }
    end(tr("Created %1.").arg(key), {});
    m_tree->refresh();
    select(key);
  });
}

void KvViewModel::remove() {
  if (m_busy || !m_seen) return;
  begin();
  m_store.remove(m_seen->key, m_seen->modifyIndex, m_who->actor(), this,
                 [this, key = m_selected](const Result<void>& removed) {
                   if (!removed) {
                     settle(key, removed.error());
                     if (removed.error().code == ErrorCode::Conflict)
                       m_unsettled = tr("Not deleted: somebody else saved %1 meanwhile.").arg(key);
                     return;
                   }
                   m_seen.reset();
                   adopt(std::nullopt);
                   end(tr("Deleted %1.").arg(key), {});
                   m_tree->refresh();
                   loadHistory();
                 });
}

QString KvViewModel::presentText() const {
  return m_seen ? KvValue::of(m_seen->value).text : QString();
}

void KvViewModel::retranslate() {
  m_tree->retranslate();
  updateState();
  showHistory();
  emit valueChanged();
  emit edited();
  emit historyChanged();
}

}  // namespace halftone::app
