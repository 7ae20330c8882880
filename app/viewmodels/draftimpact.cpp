// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/draftimpact.h"

#include <utility>

#include "app/viewmodels/figures.h"
#include "backend/policy/compile.h"

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kWait{150};

std::optional<policy::ComparisonReport> compareAll(policy::Policy before, policy::Policy after,
                                                   const std::vector<LiveRequest>& requests) {
  const auto old = policy::compile(std::move(before));
  const auto now = policy::compile(std::move(after));
  if (!old || !now) return std::nullopt;
  policy::Comparison comparison(**old, **now);
  std::vector<Field> fields;
  std::uint32_t random = 0x9e3779b9U;  // any numbers do, the same for both policies
  for (const LiveRequest& request : requests) {
    random = random * 1664525U + 1013904223U;  // Numerical Recipes, 2nd ed., section 7.1
    comparison.add(request.view(fields), random);
  }
  return comparison.report();
}

}  // namespace

DraftImpact::DraftImpact(QObject* parent) : QObject(parent) {
  m_thread.setMaxThreadCount(1);
  m_wait.setSingleShot(true);
  m_wait.setInterval(kWait);
  connect(&m_wait, &QTimer::timeout, this, &DraftImpact::start);
}

DraftImpact::~DraftImpact() {
  m_thread.waitForDone();
}

void DraftImpact::ask(const policy::Policy& before, const policy::Policy& after,
                      const LiveRequests& requests) {
  m_question = Question{before, after, requests};
  ++m_turn;
  if (!m_counting && !m_wait.isActive()) m_wait.start();
}

void DraftImpact::forget() {
  ++m_turn;
  m_question.reset();
  if (!std::exchange(m_report, std::nullopt)) return;
  emit changed();
}

void DraftImpact::start() {
  if (!m_question) return;
  m_counting = true;
  Question question = *std::exchange(m_question, std::nullopt);
  m_thread.start([this, turn = m_turn, question = std::move(question)] {
    auto report = compareAll(question.before, question.after, *question.requests);
    QMetaObject::invokeMethod(
        this, [this, turn, report = std::move(report)] { take(turn, report); }, Qt::QueuedConnection);
  });
}

void DraftImpact::take(quint64 turn, const std::optional<policy::ComparisonReport>& report) {
  m_counting = false;
  if (m_question) m_wait.start();
  if (turn != m_turn) return;
  m_report = report;
  emit changed();
}

QString DraftImpact::text() const {
  if (!m_report || m_report->requests == 0) return {};
  if (m_report->users == 0)
    return tr("%1 of %2 requests change version")
        .arg(formatCount(m_report->changedRequests), formatCount(m_report->requests));
  return tr("%1 of %2 users change version")
      .arg(formatCount(m_report->changedUsers), formatCount(m_report->users));
}

}  // namespace halftone::app
