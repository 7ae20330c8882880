// SPDX-License-Identifier: GPL-3.0-or-later
// The part of TrafficViewModel that makes drafts and old revisions the policy in force.
#include <QClipboard>
#include <QGuiApplication>

#include "app/feeds/identityfeed.h"
#include "app/feeds/ownpublishes.h"
#include "app/feeds/policyfeed.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

constexpr std::chrono::seconds kSuccessShown{8};
constexpr int kTakeBackSeconds = 5;

}  // namespace

void TrafficViewModel::beginPublish() {
  m_publishing = true;
  m_publishError.clear();
  m_successText.clear();
  forgetTakeBack();
  emit publishingChanged();
  emit draftChanged();
}

OwnPublishes::Done TrafficViewModel::asOurs(OwnPublishes::Done done) {
  OwnPublishes::Done last = [this, done = std::move(done)](const Result<store::StoredPolicy>& result) {
    done(result);
    if (!m_awaited.isEmpty() || !services().contains(m_service)) takeServices();
  };
  return m_feeds.own == nullptr ? last : m_feeds.own->sent(m_service.toStdString(), this, std::move(last));
}

void TrafficViewModel::publish(const QString& message) {
  if (!isChanged() || m_publishing || m_newer) return;
  beginPublish();
  store::Publication publication;
  publication.policy = m_draft->edited();
  publication.baseModifyIndex = m_draft->base().modifyIndex;
  publication.baseRevision = m_draft->base().revision;
  publication.actor = m_feeds.who != nullptr ? m_feeds.who->actor() : store::Actor::ofThisProcess("console");
  publication.why = message.trimmed().toStdString();
  m_store.publish(publication, this,
                  asOurs([this, before = m_draft->base()](const Result<store::StoredPolicy>& result) {
                    if (result && m_draft) m_draft->discard();
                    endPublish(result, before);
                  }));
}

void TrafficViewModel::copyPolicy() const {
  if (m_draft)
    QGuiApplication::clipboard()->setText(QString::fromStdString(codec::writePolicy(m_draft->edited())));
}

void TrafficViewModel::takeBack() {
  if (!m_takeBack || m_publishing) return;
  const auto [before, after] = *m_takeBack;
  auto old = PolicyDraft::of(before);
  if (!old) return;
  beginPublish();
  store::Publication publication;
  publication.policy = old->inForce();
  publication.baseModifyIndex = after.modifyIndex;
  publication.baseRevision = after.revision;
  publication.actor = m_feeds.who != nullptr ? m_feeds.who->actor() : store::Actor::ofThisProcess("console");
  publication.why = tr("takes back r%1").arg(after.revision).toStdString();
  publication.restores = before.revision;
  m_store.publish(publication, this, asOurs([this, after = after](const Result<store::StoredPolicy>& result) {
                    endPublish(result, after);
                    forgetTakeBack();  // back and forth is for the history
                  }));
}

void TrafficViewModel::rollBack(int revision, const QString& why) {
  if (!m_draft || m_publishing) return;
  const store::StoredPolicy before = latest().base();
  beginPublish();
  store::Rollback rollback;
  rollback.service = m_service.toStdString();
  rollback.revision = static_cast<std::uint64_t>(revision);
  rollback.baseModifyIndex = before.modifyIndex;
  rollback.baseRevision = before.revision;
  rollback.actor = m_feeds.who != nullptr ? m_feeds.who->actor() : store::Actor::ofThisProcess("console");
  rollback.why = (why.trimmed().isEmpty() ? tr("back to r%1").arg(revision) : why.trimmed()).toStdString();
  m_store.rollback(rollback, this, asOurs([this, before](const Result<store::StoredPolicy>& result) {
                     endPublish(result, before);
                   }));
}

void TrafficViewModel::endPublish(const Result<store::StoredPolicy>& result,
                                  const store::StoredPolicy& before) {
  m_publishing = false;
  if (!result) {
    m_publishError = result.error().code == ErrorCode::Conflict
                         ? tr("Somebody else has published first. Nothing was written; your draft is kept.")
                         : tr("Not published: %1").arg(QString::fromStdString(result.error().toString()));
    takePolicy();
    emit draftChanged();
    emit publishingChanged();
    return;
  }
  m_successText = tr("Published as r%1.").arg(result->revision);
  m_successTimer.start(kSuccessShown);
  // The watch may already have told of this policy, or of a newer one.
  const std::optional<store::StoredPolicy> watched = m_feeds.policies->policy(m_service);
  const bool newer = watched && watched->modifyIndex >= result->modifyIndex;
  const store::StoredPolicy& now = newer ? *watched : *result;
  m_history.setInForce(now);
  if (auto draft = PolicyDraft::of(now)) {
    if (isChanged()) {  // a rollback below a draft
      m_newer = *std::move(draft);
      m_merge.start(m_draft->inForce(), m_draft->edited(), m_newer->inForce());
      showSplit();
    } else {
      adopt(*std::move(draft));
    }
  }
  if (now.modifyIndex == result->modifyIndex) offerTakeBack(before, now);
  emit draftChanged();
  emit publishingChanged();
  emit published();
}

void TrafficViewModel::offerTakeBack(const store::StoredPolicy& before, const store::StoredPolicy& after) {
  if (before.modifyIndex == 0) return;
  m_takeBack = {before, after};
  m_takeBackSeconds = kTakeBackSeconds;
  m_takeBackTimer.start();
  emit takeBackChanged();
}

void TrafficViewModel::forgetTakeBack() {
  m_takeBack.reset();
  m_takeBackSeconds = 0;
  m_takeBackTimer.stop();
  emit takeBackChanged();
}

}  // namespace halftone::app
