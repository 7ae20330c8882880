// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/navigator.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <utility>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/auditviewmodel.h"
#include "app/viewmodels/catalogviewmodel.h"
#include "app/viewmodels/clustersviewmodel.h"
#include "app/viewmodels/explainviewmodel.h"
#include "app/viewmodels/favourites.h"
#include "app/viewmodels/flightviewmodel.h"
#include "app/viewmodels/healthviewmodel.h"
#include "app/viewmodels/kvviewmodel.h"
#include "app/viewmodels/notices.h"
#include "app/viewmodels/overviewviewmodel.h"
#include "app/viewmodels/places.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/sessionsviewmodel.h"
#include "app/viewmodels/tablefilter.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/codec/policyjson.h"
#include "backend/consul/instances.h"

namespace halftone::app {

namespace {

const QString kAction = QStringLiteral("action:");
constexpr std::chrono::seconds kRevealWithin{10};

}  // namespace

Navigator::Navigator(const Feeds& feeds, const Pages& pages, QObject* parent)
    : QObject(parent), m_feeds(feeds), m_pages(pages) {
  m_patience.setInterval(kRevealWithin);
  m_patience.setSingleShot(true);
  connect(&m_patience, &QTimer::timeout, this, [this] { followWaiting(true); });
  const auto retry = [this] { followWaiting(false); };
  connect(m_feeds.policies, &PolicyFeed::loaded, this, retry);
  connect(m_feeds.policies, &PolicyFeed::servicesChanged, this, retry);
  connect(m_feeds.traffic, &TrafficFeed::proxiesChanged, this, retry);
  connect(m_feeds.traffic, &TrafficFeed::versionsChanged, this, retry);
  connect(m_feeds.consul, &ConsulConnection::servicesChanged, this, retry);
  connect(m_pages.traffic, &TrafficViewModel::policyChanged, this, retry);
}

bool Navigator::open(const QString& target) {
  if (target.startsWith(kAction)) return act(target.mid(kAction.size()));
  m_waiting.reset();
  const auto link = parseDeepLink(target, m_feeds.session->pages());
  setProblem(link || !looksLikeDeepLink(target) ? QString()
                                                : tr("“%1” leads to no place in Halftone.").arg(target));
  if (!link) return false;
  m_waiting = link;
  m_patience.start();
  followWaiting(false);
  return true;
}

void Navigator::setProblem(const QString& problem) {
  m_refused.reset();
  if (std::exchange(m_problem, problem) != problem) emit problemChanged();
}

void Navigator::switchAndFollow() {
  if (!m_refused || m_clusters == nullptr) return;
  // Not from within: this ends with the cluster that is left.
  QTimer::singleShot(0, m_clusters, [clusters = m_clusters, link = *m_refused] {
    clusters->use(link.cluster, toText(link));
  });
}

// A link is followed as soon as what it names is known; what cannot come any more is told, and nobody moves.
void Navigator::followWaiting(bool lastCall) {
  if (!m_waiting) return;
  const DeepLink link = *m_waiting;
  const QString missing = missingOf(link);
  if (!missing.isEmpty() && !lastCall && mayStillCome(link)) return;
  m_waiting.reset();
  m_patience.stop();
  setProblem(missing);
  if (missing.isEmpty()) return go(link);
  const bool isElsewhere = !link.cluster.isEmpty() && link.cluster != m_feeds.session->cluster();
  if (!isElsewhere || m_clusters == nullptr || !m_clusters->knows(link.cluster)) return;
  m_refused = link;
  emit problemChanged();
}

// What there is not here, in a sentence; empty if all is there.
QString Navigator::missingOf(const DeepLink& link) const {
  const QString cluster = m_feeds.session->cluster();
  if (!link.cluster.isEmpty() && link.cluster != cluster)
    return tr("This link is of the cluster “%1”; you look at “%2”.").arg(link.cluster, cluster);
  if (link.service.isEmpty() || link.page == QLatin1String("kv"))
    return {};  // a key that is not there says so itself
  if (!servicesOn(link.page).contains(link.service)) {
    return catalogServices().contains(link.service)
               ? tr("The service %1 has nothing to show on the page %2.")
                     .arg(link.service, m_feeds.session->titleOf(link.page))
               : tr("There is no service %1.").arg(link.service);
  }
  return link.page == QLatin1String("traffic") ? missingOfPolicy(link) : QString();
}

QString Navigator::missingOfPolicy(const DeepLink& link) const {
  const auto stored = m_feeds.policies->policy(link.service);
  if (!stored) return tr("The service %1 has no policy.").arg(link.service);
  if (link.revision > 0 && static_cast<quint64>(link.revision) > stored->revision)
    return tr("The policy of %1 has no revision %2: r%3 is in force.")
        .arg(link.service)
        .arg(link.revision)
        .arg(stored->revision);
  if (link.rule.isEmpty()) return {};
  const auto policy = codec::readPolicy(stored->text);
  const std::string name = link.rule.toStdString();
  const bool isThere = policy && std::any_of(policy->rules.begin(), policy->rules.end(),
                                             [&name](const policy::Rule& rule) { return rule.name == name; });
  return isThere ? QString() : tr("The policy of %1 has no rule “%2”.").arg(link.service, link.rule);
}

// Before the first answers nothing is known to be missing; figures of a service that is there may follow.
bool Navigator::mayStillCome(const DeepLink& link) const {
  if (!link.cluster.isEmpty() && link.cluster != m_feeds.session->cluster()) return false;
  const bool heard = m_feeds.policies->isLoaded() && !m_feeds.consul->services().isEmpty();
  if (!heard) return true;
  return !servicesOn(link.page).contains(link.service) && catalogServices().contains(link.service) &&
         link.page != QLatin1String("traffic");
}

QStringList Navigator::catalogServices() const {
  QStringList names;
  const auto services = consul::parseServices(m_feeds.consul->services());
  if (!services) return names;
  for (const auto& [name, tags] : *services) names << QString::fromStdString(name);
  return names;
}

// Those that a page can be about.
QStringList Navigator::servicesOn(const QString& page) const {
  if (page == QLatin1String("traffic")) return m_feeds.policies->services();
  QStringList names = m_feeds.policies->services() + m_feeds.traffic->services();
  if (page == QLatin1String("catalog")) names = catalogServices();
  return names;
}

void Navigator::go(const DeepLink& link) {
  m_feeds.session->setPage(link.page);
  if (link.page == QLatin1String("traffic")) {
    if (!link.service.isEmpty()) m_pages.traffic->setService(link.service);
    if (!link.service.isEmpty() && m_pages.traffic->service() != link.service)
      return;  // it waits for a publish
    if (!link.rule.isEmpty()) m_pages.traffic->selectRuleByName(link.rule);
    if (link.revision > 0) showRevision(link.service, link.revision);
  } else if (link.page == QLatin1String("explain")) {
    if (!link.service.isEmpty()) m_pages.explain->service()->setCurrent(link.service);
    if (!link.user.isEmpty()) m_pages.explain->explainUser(link.user);
    if (!link.filter.isEmpty()) m_pages.explain->live()->setFilter(link.filter);
  } else if (link.page == QLatin1String("overview") && !link.service.isEmpty()) {
    m_pages.overview->choose(link.service);
  } else if (link.page == QLatin1String("health") && m_pages.health != nullptr) {
    if (!link.service.isEmpty()) m_pages.health->service()->setCurrent(link.service);
    if (link.range > 0) m_pages.health->setRange(link.range);
    m_pages.health->setBaseline(link.baseline);
    m_pages.health->setCandidate(link.candidate);
  } else if (link.page == QLatin1String("audit") && m_pages.audit != nullptr) {
    if (!link.filter.isEmpty()) m_pages.audit->setFilter(link.filter);
  } else if (link.page == QLatin1String("sessions") && m_pages.sessions != nullptr) {
    if (!link.service.isEmpty()) m_pages.sessions->service()->setCurrent(link.service);
    if (!link.user.isEmpty())
      m_pages.sessions->table()->setFilter(TableFilter::exactly(QStringLiteral("user"), link.user));
    else if (!link.filter.isEmpty())
      m_pages.sessions->table()->setFilter(link.filter);
  } else if (link.page == QLatin1String("catalog") && m_pages.catalog != nullptr) {
    m_pages.catalog->setByNode(false);
    m_pages.catalog->setFilter(link.filter);
    if (!link.service.isEmpty()) m_pages.catalog->select(link.service);
    if (!link.instance.isEmpty()) revealInstance(link.service, link.instance);
  } else if (link.page == QLatin1String("kv") && m_pages.kv != nullptr) {
    if (!link.service.isEmpty()) m_pages.kv->select(link.service);
  }
}

void Navigator::showRevision(const QString& service, int revision) {
  m_pages.traffic->history()->bring(revision, this, [this, service, revision](const Result<void>& there) {
    if (there) return m_pages.traffic->showRevision(revision);
    setProblem(there.error().code == ErrorCode::NotFound
                   ? tr("Revision %1 of the policy of %2 is no longer kept.").arg(revision).arg(service)
                   : tr("Revision %1 of the policy of %2 cannot be read: %3")
                         .arg(revision)
                         .arg(service, QString::fromStdString(there.error().message)));
  });
}

// Opens the instance's row in the catalog, as soon as the service's instances are there.
void Navigator::revealInstance(const QString& service, const QString& id) {
  findInstance(service, id, [this](const QString& row) { m_pages.catalog->toggle(row); });
}

void Navigator::findInstance(const QString& service, const QString& id,
                             std::function<void(const QString& row)> found) {
  RecordModel* rows = m_pages.catalog->rows();
  const auto find = [this, rows, service, id, found = std::move(found)] {
    if (m_pages.catalog->selected() != service) return false;
    for (const RecordModel::Record& row : rows->records()) {
      const QString name = row[0].toString();
      if (!name.endsWith(QLatin1Char('/') + id)) continue;
      found(name);
      return true;
    }
    return false;
  };
  if (find()) return;
  auto* waiting = new QObject(this);
  QTimer::singleShot(kRevealWithin, waiting, [waiting] { waiting->deleteLater(); });
  connect(rows, &RecordModel::countChanged, waiting, [waiting, find] {
    if (find()) waiting->deleteLater();
  });
}

DeepLink Navigator::here() const {
  const std::vector<std::pair<QString, const PageViewModel*>> pages{
      {QStringLiteral("traffic"), m_pages.traffic},   {QStringLiteral("explain"), m_pages.explain},
      {QStringLiteral("overview"), m_pages.overview}, {QStringLiteral("health"), m_pages.health},
      {QStringLiteral("audit"), m_pages.audit},       {QStringLiteral("sessions"), m_pages.sessions},
      {QStringLiteral("catalog"), m_pages.catalog},   {QStringLiteral("kv"), m_pages.kv}};
  for (const auto& [page, vm] : pages) {
    if (vm != nullptr && page == m_feeds.session->page()) return placeOf(page, *vm);
  }
  DeepLink link;
  link.page = m_feeds.session->page();
  return link;
}

QString Navigator::titleOf(const DeepLink& link) const {
  const QString page = m_feeds.session->titleOf(link.page);
  const QString what = !link.filter.isEmpty() ? link.filter : link.service;
  return what.isEmpty() ? page : page + QStringLiteral(" · ") + what;
}

// A pin is a place, not what is compared there just now.
DeepLink Navigator::pinOf(DeepLink place) const {
  place.range = 0;
  place.baseline.clear();
  place.candidate.clear();
  // A flight is not always there.
  const bool isReplay = m_pages.flight != nullptr && m_pages.flight->isReplaying();
  if (!isReplay) place.cluster = m_feeds.session->cluster();
  return place;
}

void Navigator::togglePin() {
  togglePin(here());
}

void Navigator::togglePin(const DeepLink& place) {
  if (m_pages.favourites == nullptr) return;
  const QString link = toText(pinOf(place));
  if (m_pages.favourites->contains(link))
    m_pages.favourites->remove(link);
  else
    m_pages.favourites->add(link, titleOf(place));
}

void Navigator::copyLink() const {
  DeepLink link = here();
  link.cluster = m_feeds.session->cluster();
  QGuiApplication::clipboard()->setText(toText(link));
}

bool Navigator::actOnDraft(const QString& action) {
  TrafficViewModel& traffic = *m_pages.traffic;
  if (action == QLatin1String("undo"))
    traffic.undo();
  else if (action == QLatin1String("redo"))
    traffic.redo();
  else if (action == QLatin1String("discard"))
    traffic.discard();
  else if (action == QLatin1String("evenly"))
    traffic.split()->shareEvenly();
  else if (action == QLatin1String("copy-policy"))
    traffic.copyPolicy();
  else if (action == QLatin1String("new-rule")) {
    m_feeds.session->setPage(QStringLiteral("traffic"));
    traffic.editRule(-1);
  } else if (action == QLatin1String("settings")) {
    m_feeds.session->setPage(QStringLiteral("traffic"));
    traffic.editSettings();
  } else if (action == QLatin1String("review") || action == QLatin1String("history")) {
    m_feeds.session->setPage(QStringLiteral("traffic"));
    m_pages.traffic->askDialog(action);
  } else {
    return false;
  }
  return true;
}

bool Navigator::act(const QString& action) {
  if (action == QLatin1String("theme"))
    m_feeds.session->toggleTheme();
  else if (action == QLatin1String("language"))
    m_feeds.session->toggleLanguage();
  else if (action == QLatin1String("help"))
    m_feeds.session->askHelp();
  else if (action == QLatin1String("pin"))
    togglePin();
  else if (action == QLatin1String("copy-link"))
    copyLink();
  else if (action == QLatin1String("tear"))
    emit tearAsked(m_feeds.session->page());
  else if (action == QLatin1String("notices") && m_pages.notices != nullptr)
    m_pages.notices->setEnabled(!m_pages.notices->isEnabled());
  else if (action == QLatin1String("record") && m_pages.flight != nullptr)
    m_pages.flight->toggleRecording();
  else if (action == QLatin1String("replay") && m_pages.flight != nullptr)
    m_pages.flight->askReplay();
  else if (action == QLatin1String("play") && m_pages.flight != nullptr)
    m_pages.flight->togglePlaying();
  else if (action == QLatin1String("pause") && m_pages.sessions != nullptr)
    m_pages.sessions->setPaused(!m_pages.sessions->isPaused());
  else if (action == QLatin1String("reload-audit") && m_pages.audit != nullptr)
    m_pages.audit->reload();
  else if (action == QLatin1String("nodes") && m_pages.catalog != nullptr) {
    m_feeds.session->setPage(QStringLiteral("catalog"));
    m_pages.catalog->setByNode(!m_pages.catalog->isByNode());
  } else {
    const qsizetype mark = action.indexOf(QLatin1Char(':'));
    return actOnPages(action.left(mark), mark < 0 ? QString() : action.mid(mark + 1)) ||
           actOnThings(action.left(mark), mark < 0 ? QString() : action.mid(mark + 1)) || actOnDraft(action);
  }
  return true;
}

}  // namespace halftone::app
