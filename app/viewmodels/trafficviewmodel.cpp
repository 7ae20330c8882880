// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/trafficviewmodel.h"

#include <QDateTime>
#include <algorithm>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/livevalues.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/findingwords.h"
#include "app/viewmodels/versioncolors.h"
#include "backend/policy/compile.h"

namespace halftone::app {

namespace {

constexpr std::size_t kMaxMarks = 50;
constexpr std::chrono::milliseconds kCheckAfter{120};

const QString kDefaultRule = QStringLiteral("default");

QStringList versionsOf(const policy::Policy& policy) {
  QStringList names;
  for (const auto& [name, version] : policy.versions) names.append(QString::fromStdString(name));
  return names;
}

QString clockTime(const QDateTime& time) {
  return time.toString(QStringLiteral("HH:mm:ss"));
}

}  // namespace

TrafficViewModel::TrafficViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_feeds(feeds),
      m_store(feeds.consul->client()),
      m_history(&m_store),
      m_first(feeds) {
  connect(&m_first, &FirstPolicy::published, this, &TrafficViewModel::turnTo);
  connect(m_feeds.consul, &ConsulConnection::stateChanged, this, &TrafficViewModel::judgeState);
  connect(m_feeds.policies, &PolicyFeed::servicesChanged, this, &TrafficViewModel::takeServices);
  connect(m_feeds.policies, &PolicyFeed::policyChanged, this, [this](const QString& service) {
    if (service == m_service && !m_publishing) takePolicy();
  });
  connect(m_feeds.policies, &PolicyFeed::published, this, [this](const QString& service, quint64 revision) {
    if (service != m_service) return;
    const double now = nowSeconds();
    if (m_marks.size() >= kMaxMarks) m_marks.erase(m_marks.begin());
    m_marks.push_back({now, QStringLiteral("r%1").arg(revision)});
    m_requests.setMarks(m_marks);
  });
  connect(m_feeds.traffic, &TrafficFeed::stateChanged, this, &TrafficViewModel::judgeState);
  connect(m_feeds.traffic, &TrafficFeed::versionsChanged, this,
          [this] { m_feeds.colors->addReleased(m_feeds.traffic->versions()); });
  connect(m_feeds.traffic, &TrafficFeed::ticked, this, [this] {
    if (!isShown()) return;
    watchRules(m_feeds.traffic->series(m_service));
    measure();
  });
  connect(this, &PageViewModel::shownChanged, this, [this] {
    if (isShown()) measure();
  });
  connect(this, &TrafficViewModel::serviceChanged, this, &TrafficViewModel::serviceIndexChanged);
  connect(this, &TrafficViewModel::policyChanged, this, &TrafficViewModel::headlineChanged);
  connect(this, &TrafficViewModel::measured, this, &TrafficViewModel::headlineChanged);  // "12 s ago" goes on
  connect(&m_marked, &RowSelection::changed, this, [this] {
    if (m_marked.current().isEmpty())
      selectRule(PolicyDraft::kDefault);
    else
      selectRuleByName(m_marked.current());
  });
  connect(&m_split, &SplitModel::weightsChanged, this, &TrafficViewModel::takeSplit);
  if (m_feeds.drafts != nullptr)
    connect(this, &TrafficViewModel::draftChanged, this, &TrafficViewModel::showOthers);
  connect(&m_impact, &DraftImpact::changed, this, &TrafficViewModel::impactChanged);
  if (m_feeds.samples != nullptr) {
    connect(this, &PageViewModel::shownChanged, this, &TrafficViewModel::followSamples);
    connect(this, &TrafficViewModel::serviceChanged, this, &TrafficViewModel::followSamples);
    m_editor.setCompletion(
        {[this](const QString& kind) { return LiveValues(m_feeds.samples->known(m_service)).names(kind); },
         [this](const QString& attribute) {
           return m_draft ? LiveValues(m_feeds.samples->known(m_service)).values(attribute, m_draft->edited())
                          : QStringList();
         }});
  }
  connect(&m_history, &PolicyHistory::loaded, this, &TrafficViewModel::headlineChanged);
  connect(&m_history, &PolicyHistory::loaded, this,
          &TrafficViewModel::draftChanged);  // who made the conflict
  m_checkTimer.setSingleShot(true);
  m_checkTimer.setInterval(kCheckAfter);
  connect(&m_checkTimer, &QTimer::timeout, this, &TrafficViewModel::check);
  m_takeBackTimer.setInterval(std::chrono::seconds(1));
  connect(&m_takeBackTimer, &QTimer::timeout, this, [this] {
    if (--m_takeBackSeconds <= 0) forgetTakeBack();
    emit takeBackChanged();
  });
  m_successTimer.setSingleShot(true);
  connect(&m_successTimer, &QTimer::timeout, this, [this] {
    m_successText.clear();
    emit publishingChanged();
  });
  takeServices();
}

TrafficViewModel::~TrafficViewModel() = default;

QStringList TrafficViewModel::services() const {
  return m_feeds.policies->services();
}

void TrafficViewModel::turnTo(const QString& subject) {
  m_awaited = subject;
  takeServices();
}

void TrafficViewModel::setService(const QString& service) {
  if (!services().contains(service)) return;
  m_awaited.clear();
  if (m_service == service) return;
  if (publishesHere()) {  // what is answered is of this service
    m_awaited = service;
    emit serviceIndexChanged();
    return;
  }
  park();
  m_service = service;
  if (std::exchange(m_elsewhere, false)) m_publishing = false;
  m_draft.reset();
  m_newer.reset();
  m_settled.reset();
  m_merge.clear();
  m_watch.clear();
  m_rules.setDisagreements({});
  m_selected = PolicyDraft::kDefault;
  m_selectedName.clear();
  m_marked.setRows({});
  forgetTakeBack();
  m_marks.clear();
  m_requests.setMarks({});
  emit serviceChanged();
  if (!unpark()) takePolicy();
  emit selectedRuleChanged();
  measure();
}

void TrafficViewModel::park() {
  if (m_draft && (m_draft->isChanged() || m_draft->canUndo()))
    m_parked.insert_or_assign(m_service, Conflict{*m_draft, m_newer});
}

bool TrafficViewModel::unpark() {
  auto parked = m_parked.extract(m_service);
  const std::optional<store::StoredPolicy> stored = m_feeds.policies->policy(m_service);
  if (parked.empty() || !stored) return false;
  auto& [draft, newer] = parked.mapped();
  if (stored->modifyIndex == draft.base().modifyIndex) {
    newer.reset();
  } else {
    auto now = PolicyDraft::of(*stored);
    if (!now || now->inForce() == draft.edited()) return false;  // it is what was published since
    newer = *std::move(now);
  }
  m_draft = std::move(draft);
  m_newer = std::move(newer);
  m_unreadable.clear();
  m_history.setInForce(*stored);
  m_feeds.colors->addReleased(versionsOf(latest().inForce()));
  showDraft();
  judgeState();
  return true;
}

void TrafficViewModel::takeServices() {
  emit servicesChanged();
  if (!m_awaited.isEmpty()) setService(QString(m_awaited));
  if (!services().contains(m_service) && !publishesHere()) {
    if (services().isEmpty()) {
      m_service.clear();
      m_draft.reset();
      m_newer.reset();
      m_merge.clear();
      m_rules.clear();
      m_marked.setRows({});
      m_history.clear();
      emit serviceChanged();
      emit policyChanged();
      emit draftChanged();
    } else {
      setService(services().constFirst());
    }
  }
  // Others before it came or went; after the list itself, since a box with a new list begins at its head.
  emit serviceIndexChanged();
  judgeState();
}

void TrafficViewModel::takePolicy() {
  const std::optional<store::StoredPolicy> stored = m_feeds.policies->policy(m_service);
  if (!stored) return judgeState();
  const bool sameBase = m_draft && m_draft->base().modifyIndex == stored->modifyIndex;
  if (sameBase && isChanged()) return judgeState();  // the draft still stands on what is in force
  auto draft = PolicyDraft::of(*stored);
  m_unreadable = draft ? QString() : unreadable(draft.error());
  m_history.setInForce(*stored);
  if (draft && isChanged() && m_draft->edited() != draft->inForce()) {
    // The draft stays; what it was begun on is shown as what it is: no longer in force.
    m_newer = *std::move(draft);
    m_merge.start(m_draft->inForce(), m_draft->edited(), m_newer->inForce());
    showSplit();
    emit draftChanged();
  } else if (draft) {
    adopt(*std::move(draft));
  }
  judgeState();
}

void TrafficViewModel::adopt(PolicyDraft draft) {
  m_draft = std::move(draft);
  m_newer.reset();
  m_settled.reset();
  m_merge.clear();
  m_feeds.colors->addReleased(versionsOf(m_draft->inForce()));
  showDraft();
  emit policyChanged();
}

void TrafficViewModel::measure() {
  const TrafficSeries* series = m_feeds.traffic->series(m_service);
  m_decisionSeconds = series == nullptr ? 0 : series->decisionSeconds();
  m_defaultDecisions = 0;
  measureSplit(series);
  QHash<QString, double> rates;
  if (series != nullptr) {
    for (const auto& [version, count] : series->decisionsOf(kDefaultRule)) m_defaultDecisions += count;
  }
  const bool isHeard = series != nullptr && m_draft.has_value();
  for (const policy::Rule& rule : isHeard ? m_draft->edited().rules : std::vector<policy::Rule>{}) {
    const QString name = QString::fromStdString(rule.name);
    quint64 count = 0;
    for (const auto& [version, requests] : series->decisionsOf(name)) count += requests;
    if (m_decisionSeconds > 0) rates[name] = static_cast<double>(count) / m_decisionSeconds;
  }
  m_rules.setRates(rates);
  plot();
  emit measured();
}

void TrafficViewModel::watchRules(const TrafficSeries* series) {
  if (series == nullptr || !m_draft) {
    m_watch.clear();
  } else {
    for (const policy::Rule& rule : latest().inForce().rules) {
      const QString name = QString::fromStdString(rule.name);
      m_watch.look(name, rule.split, series->decisionsOf(name), concentrationOf(name));
    }
  }
  m_rules.setDisagreements(m_watch.texts());
}

void TrafficViewModel::measureSplit(const TrafficSeries* heard) {
  m_decisions = 0;
  if (heard == nullptr) {
    m_split.setMeasured({});
    m_split.setSessions({});
    return;
  }
  const TrafficSeries& series = *heard;
  const bool ofDefault = m_selected == PolicyDraft::kDefault;
  const QString rule = ofDefault ? kDefaultRule : m_selectedName;
  const auto decided = series.decisionsOf(rule);
  for (const auto& [version, count] : decided) m_decisions += count;
  std::map<QString, MeasuredShare> shares;
  std::map<QString, double> sessions;
  const std::map<QString, double> tunnels = ofDefault ? series.openTunnels() : std::map<QString, double>();
  double open = 0;
  for (const auto& [version, count] : tunnels) open += count;
  for (const auto& [version, count] : tunnels) {
    if (open > 0) sessions[version] = count / open;
  }
  for (const auto& [version, values] : series.versions()) {
    const auto found = decided.find(version);
    const quint64 count = found == decided.end() ? 0 : found->second;
    if (m_decisions == 0) continue;
    shares[version] = measuredShare(count, m_decisions, concentrationOf(rule));
  }
  m_split.setMeasured(shares);
  m_split.setSessions(sessions);
}

void TrafficViewModel::plot() {
  const TrafficSeries* series = m_feeds.traffic->series(m_service);
  if (series == nullptr) return m_requests.setCurves({});
  const auto& times = series->times();
  const auto first = times.size() - std::min(times.size(), static_cast<std::size_t>(m_span) + 2);
  std::vector<Curve> curves;
  for (const auto& [version, values] : series->versions()) {
    const auto from = static_cast<std::ptrdiff_t>(first);
    curves.push_back({version,
                      version,
                      0,
                      {times.begin() + from, times.end()},
                      {values.requests.begin() + from, values.requests.end()}});
  }
  std::sort(curves.begin(), curves.end(), [this](const Curve& a, const Curve& b) {
    return m_feeds.colors->indexOf(a.version) < m_feeds.colors->indexOf(b.version);
  });
  m_requests.setCurves(std::move(curves));
}

void TrafficViewModel::judgeState() {
  using Connection = ConsulConnection::State;
  const ConsulConnection& consul = *m_feeds.consul;
  const QString url = consul.endpoint().url.toDisplayString(QUrl::RemoveUserInfo);
  if (!m_feeds.policies->isLoaded()) {
    if (consul.state() != Connection::Live && !consul.error().isEmpty()) {
      return setState(
          State::Failed,
          tr("No Consul at %1 (%2). Still trying. The demo brings one: ./run.sh").arg(url, consul.error()));
    }
    return setState(State::Loading, tr("Asking Consul at %1 for policies…").arg(url));
  }
  if (m_service.isEmpty())
    return setState(State::Failed,
                    tr("No service has a policy yet. Begin one: New policy, or halftonectl policy put FILE"));
  if (!m_unreadable.isEmpty()) return setState(m_draft ? State::Stale : State::Failed, m_unreadable);
  if (consul.state() == Connection::Lost) {
    return setState(State::Stale, tr("Consul does not answer since %1 (%2). This is the policy as last seen.")
                                      .arg(clockTime(consul.since()), consul.error()));
  }
  if (m_feeds.traffic->state() == TrafficFeed::State::Stale) {
    return setState(State::Stale, tr("No proxy has sent figures since %1. What is measured is as last seen.")
                                      .arg(clockTime(m_feeds.traffic->since())));
  }
  setState(State::Ready);
}

QString TrafficViewModel::unreadable(const std::vector<policy::Finding>& findings) const {
  const policy::Finding first = findings.empty() ? policy::Finding{} : findings.front();
  return tr("The stored policy of %1 is not valid: %2 %3")
      .arg(m_service, QString::fromStdString(first.pointer), findingText(first.message));
}

void TrafficViewModel::retranslate() {
  judgeState();
  m_rules.retranslate();
  m_split.retranslate();
  m_editor.retranslate();
  m_history.retranslate();
  m_merge.retranslate();
  check();
  emit selectedRuleChanged();
  emit policyChanged();
  emit measured();
  emit draftChanged();
  emit publishingChanged();
}

}  // namespace halftone::app
