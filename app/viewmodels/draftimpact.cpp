// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/draftimpact.h"

#include <QDateTime>
#include <algorithm>
#include <set>
#include <utility>

#include "app/feeds/clock.h"
#include "app/viewmodels/figures.h"
#include "backend/policy/compile.h"

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kWait{150};

void addCookies(const std::vector<policy::Condition>& conditions, std::set<QString>& names) {
  for (const policy::Condition& condition : conditions) {
    if (condition.kind == policy::Condition::Kind::Test &&
        condition.attribute.kind == policy::Attribute::Kind::Cookie)
      names.insert(QString::fromStdString(condition.attribute.name));
    addCookies(condition.children, names);
  }
}

// Those of the cookies whose values proxies hide in their samples (resources/docs/proxy.md).
QStringList hiddenOf(const std::set<QString>& names, const std::vector<LiveRequest>& requests) {
  QStringList hidden;
  for (const QString& name : names) {
    if (std::any_of(requests.begin(), requests.end(), [&name](const LiveRequest& request) {
          return firstOf(cookiesOf(request), name) == QLatin1String("redacted");
        }))
      hidden.append(name);
  }
  return hidden;
}

// 0: it is no sample.
qint64 timeOf(const LiveRequest& request) {
  if (request.time.empty()) return 0;
  return QDateTime::fromString(QString::fromStdString(request.time), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

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
    QMetaObject::invokeMethod(
        this,
        [this, turn, answer = answerOf(question), requests = question.requests] {
          take(turn, answer, requests);
        },
        Qt::QueuedConnection);
  });
}

DraftImpact::Answer DraftImpact::answerOf(const Question& question) {
  std::set<QString> looked;
  for (const policy::Policy* policy : {&question.before, &question.after}) {
    for (const policy::Rule& rule : policy->rules) {
      if (rule.enabled) addCookies(rule.when, looked);
    }
  }
  return {compareAll(question.before, question.after, *question.requests),
          hiddenOf(looked, *question.requests)};
}

void DraftImpact::take(quint64 turn, const Answer& answer, const LiveRequests& requests) {
  m_counting = false;
  if (m_question) m_wait.start();
  if (turn != m_turn) return;
  m_report = answer.report;
  m_hidden = answer.hidden;
  m_counted = requests;
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

QString DraftImpact::basisText() const {
  if (!m_report || m_report->requests == 0 || m_counted == nullptr) return {};
  const QString count = formatCount(m_report->requests);
  const qint64 first = timeOf(m_counted->front());
  if (first == 0) return tr("counted on %1 open sessions").arg(count);
  const QString basis = tr("counted on %1 live requests of the last %2")
                            .arg(count, formatDuration(std::max<qint64>(1000, nowMs() - first)));
  if (m_hidden.isEmpty()) return basis;
  return tr("%1; rules by the cookie %2 without: proxies hide it (--keep-cookies)")
      .arg(basis, m_hidden.join(QStringLiteral(", ")));
}

}  // namespace halftone::app
