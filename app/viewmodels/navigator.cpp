// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/navigator.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>
#include <QUrlQuery>
#include <chrono>

#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/auditviewmodel.h"
#include "app/viewmodels/catalogviewmodel.h"
#include "app/viewmodels/explainviewmodel.h"
#include "app/viewmodels/favourites.h"
#include "app/viewmodels/flightviewmodel.h"
#include "app/viewmodels/healthviewmodel.h"
#include "app/viewmodels/notices.h"
#include "app/viewmodels/overviewviewmodel.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/sessionsviewmodel.h"
#include "app/viewmodels/tablefilter.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

const QString kScheme = QStringLiteral("halftone");
const QString kAction = QStringLiteral("action:");
constexpr std::chrono::seconds kRevealWithin{10};
constexpr qsizetype kMaxUsers = 2500;

}  // namespace

std::optional<DeepLink> parseDeepLink(const QString& text, const QStringList& pages) {
  const QUrl url(text, QUrl::StrictMode);
  if (!url.isValid() || url.scheme() != kScheme || !pages.contains(url.host())) return std::nullopt;
  const QUrlQuery query(url);
  DeepLink link;
  link.page = url.host();
  link.service = url.path().mid(1);
  link.rule = query.queryItemValue(QStringLiteral("rule"), QUrl::FullyDecoded);
  link.user = query.queryItemValue(QStringLiteral("user"), QUrl::FullyDecoded);
  link.revision = query.queryItemValue(QStringLiteral("revision")).toInt();
  link.filter = query.queryItemValue(QStringLiteral("filter"), QUrl::FullyDecoded);
  link.instance = query.queryItemValue(QStringLiteral("instance"), QUrl::FullyDecoded);
  return link;
}

QString toText(const DeepLink& link) {
  QUrl url;
  url.setScheme(kScheme);
  url.setHost(link.page);
  if (!link.service.isEmpty()) url.setPath(QLatin1Char('/') + link.service);
  QUrlQuery query;
  const auto add = [&query](const char* name, const QString& value) {
    if (!value.isEmpty())
      query.addQueryItem(QString::fromLatin1(name), QString::fromLatin1(QUrl::toPercentEncoding(value)));
  };
  add("rule", link.rule);
  add("user", link.user);
  if (link.revision > 0) add("revision", QString::number(link.revision));
  add("filter", link.filter);
  add("instance", link.instance);
  if (!query.isEmpty()) url.setQuery(query);
  return url.toString(QUrl::FullyEncoded);
}

Navigator::Navigator(const Feeds& feeds, const Pages& pages, QObject* parent)
    : QObject(parent), m_feeds(feeds), m_pages(pages) {
  connect(m_pages.traffic, &TrafficViewModel::policyChanged, this, [this] {
    if (m_waiting && m_pages.traffic->services().contains(m_waiting->service)) {
      const DeepLink link = *std::exchange(m_waiting, std::nullopt);
      go(link);
    }
  });
}

bool Navigator::open(const QString& target) {
  if (target.startsWith(kAction)) return act(target.mid(kAction.size()));
  const auto link = parseDeepLink(target, m_feeds.session->pages());
  if (!link) return false;
  const bool known = link->service.isEmpty() || m_feeds.policies->services().contains(link->service);
  m_waiting = known ? std::nullopt : link;
  go(*link);
  return true;
}

void Navigator::go(const DeepLink& link) {
  m_feeds.session->setPage(link.page);
  if (link.page == QLatin1String("traffic")) {
    if (!link.service.isEmpty()) m_pages.traffic->setService(link.service);
    if (!link.rule.isEmpty()) m_pages.traffic->selectRuleByName(link.rule);
    if (link.revision > 0) m_pages.traffic->showRevision(link.revision);
  } else if (link.page == QLatin1String("explain")) {
    if (!link.service.isEmpty()) m_pages.explain->service()->setCurrent(link.service);
    if (!link.user.isEmpty()) m_pages.explain->explainUser(link.user);
    if (!link.filter.isEmpty()) m_pages.explain->setSampleFilter(link.filter);
  } else if (link.page == QLatin1String("overview") && !link.service.isEmpty()) {
    m_pages.overview->choose(link.service);
  } else if (link.page == QLatin1String("health") && m_pages.health != nullptr) {
    if (!link.service.isEmpty()) m_pages.health->service()->setCurrent(link.service);
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
  }
}

// Opens the instance's row in the catalog, as soon as the service's instances are there.
void Navigator::revealInstance(const QString& service, const QString& id) {
  RecordModel* rows = m_pages.catalog->rows();
  const auto reveal = [this, rows, service, id] {
    if (m_pages.catalog->selected() != service) return false;
    for (const RecordModel::Record& row : rows->records()) {
      const QString name = row[0].toString();
      if (!name.endsWith(QLatin1Char('/') + id)) continue;
      m_pages.catalog->toggle(name);
      return true;
    }
    return false;
  };
  if (reveal()) return;
  auto* waiting = new QObject(this);
  QTimer::singleShot(kRevealWithin, waiting, [waiting] { waiting->deleteLater(); });
  connect(rows, &RecordModel::countChanged, waiting, [waiting, reveal] {
    if (reveal()) waiting->deleteLater();
  });
}

DeepLink Navigator::here() const {
  DeepLink link;
  link.page = m_feeds.session->page();
  if (link.page == QLatin1String("traffic")) {
    link.service = m_pages.traffic->service();
  } else if (link.page == QLatin1String("explain")) {
    link.service = m_pages.explain->service()->current();
    link.filter = m_pages.explain->sampleFilter();
  } else if (link.page == QLatin1String("overview")) {
    link.service = m_pages.overview->chosen();
  } else if (link.page == QLatin1String("health") && m_pages.health != nullptr) {
    link.service = m_pages.health->service()->current();
  } else if (link.page == QLatin1String("audit") && m_pages.audit != nullptr) {
    link.filter = m_pages.audit->filter();
  } else if (link.page == QLatin1String("sessions") && m_pages.sessions != nullptr) {
    link.service = m_pages.sessions->service()->current();
    link.filter = m_pages.sessions->table()->filter();
  } else if (link.page == QLatin1String("catalog") && m_pages.catalog != nullptr) {
    link.service = m_pages.catalog->selected();
    link.filter = m_pages.catalog->filter();
  }
  return link;
}

QString Navigator::titleOf(const DeepLink& link) const {
  const QString page = m_feeds.session->titleOf(link.page);
  const QString what = !link.filter.isEmpty() ? link.filter : link.service;
  return what.isEmpty() ? page : page + QStringLiteral(" · ") + what;
}

void Navigator::togglePin() {
  if (m_pages.favourites == nullptr) return;
  const DeepLink place = here();
  const QString link = toText(place);
  if (m_pages.favourites->contains(link))
    m_pages.favourites->remove(link);
  else
    m_pages.favourites->add(link, titleOf(place));
}

void Navigator::copyLink() const {
  QGuiApplication::clipboard()->setText(toText(here()));
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
    emit traffic.dialogAsked(action);
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
    return actOnDraft(action);
  }
  return true;
}

std::vector<Command> Navigator::commands() const {
  std::vector<Command> commands;
  int number = 0;
  for (const QString& page : m_feeds.session->pages()) {
    ++number;
    commands.push_back({m_feeds.session->titleOf(page), tr("Page"),
                        number < 10 ? QStringLiteral("Ctrl+%1").arg(number) : QString(),
                        toText({page, {}, {}, {}, 0})});
  }
  addActions(commands);
  addThings(commands);
  addUsers(commands);
  return commands;
}

void Navigator::addActions(std::vector<Command>& commands) const {
  const QString group = tr("Action");
  const auto add = [&](const QString& title, const char* shortcut, const char* action) {
    commands.push_back({title, group, QString::fromLatin1(shortcut), kAction + QLatin1String(action)});
  };
  const TrafficViewModel& traffic = *m_pages.traffic;
  if (traffic.isChanged()) add(tr("Review and publish the draft"), "Ctrl+Enter", "review");
  if (traffic.canUndo()) add(tr("Undo in the draft"), "Ctrl+Z", "undo");
  if (traffic.canRedo()) add(tr("Redo in the draft"), "Ctrl+Shift+Z", "redo");
  if (traffic.isChanged()) add(tr("Discard the draft"), "", "discard");
  if (traffic.hasPolicy()) {
    add(tr("New rule"), "Ctrl+N", "new-rule");
    add(tr("Share the split evenly"), "", "evenly");
    add(tr("History and rollback"), "Ctrl+H", "history");
    add(tr("Users and versions: identity, stickiness, selectors"), "", "settings");
    add(tr("Copy the policy as JSON"), "", "copy-policy");
  }
  if (m_pages.favourites != nullptr) {
    const bool pinned = m_pages.favourites->contains(toText(here()));
    add(pinned ? tr("Unpin this place from the sidebar") : tr("Pin this place in the sidebar"), "Ctrl+B",
        "pin");
    add(tr("Open this page in a window of its own"), "Ctrl+Shift+N", "tear");
  }
  add(tr("Copy a link to this place"), "Ctrl+Shift+C", "copy-link");
  if (m_pages.notices != nullptr)
    add(m_pages.notices->isEnabled() ? tr("Switch notifications off") : tr("Switch notifications on"), "",
        "notices");
  if (m_pages.flight != nullptr) {
    const FlightViewModel& flight = *m_pages.flight;
    if (flight.isReplaying())
      add(flight.isPlaying() ? tr("Pause the replay") : tr("Play the replay"), "Ctrl+Space", "play");
    else
      add(flight.isRecording() ? tr("End the recording") : tr("Record what happens"), "Ctrl+Shift+R",
          "record");
  }
  if (m_pages.sessions != nullptr)
    add(m_pages.sessions->isPaused() ? tr("Let the table of sessions go on")
                                     : tr("Pause the table of sessions"),
        "", "pause");
  if (m_pages.catalog != nullptr)
    add(m_pages.catalog->isByNode() ? tr("Catalog by services") : tr("Catalog by nodes"), "", "nodes");
  if (m_pages.audit != nullptr) add(tr("Read the audit log again"), "", "reload-audit");
  add(tr("Switch between dark and light"), "Ctrl+T", "theme");
  add(tr("Switch language"), "Ctrl+L", "language");
  add(tr("Keyboard shortcuts"), "F1", "help");
}

void Navigator::addThings(std::vector<Command>& commands) const {
  if (m_pages.favourites != nullptr) {
    for (const RecordModel::Record& place : m_pages.favourites->places()->records())
      commands.push_back({place[1].toString(), tr("Pinned"), {}, place[0].toString()});
  }
  for (const QString& service : m_feeds.policies->services()) {
    commands.push_back({service, tr("Service"), {}, toText({QStringLiteral("traffic"), service, {}, {}, 0})});
    commands.push_back(
        {service, tr("Health of a service"), {}, toText({QStringLiteral("health"), service, {}, {}, 0})});
    const auto stored = m_feeds.policies->policy(service);
    const auto policy = stored ? codec::readPolicy(stored->text)
                               : tl::expected<policy::Policy, std::vector<policy::Finding>>(policy::Policy{});
    if (!policy) continue;
    for (const policy::Rule& rule : policy->rules) {
      const QString name = QString::fromStdString(rule.name);
      commands.push_back({name,
                          tr("Rule of %1").arg(service),
                          {},
                          toText({QStringLiteral("traffic"), service, name, {}, 0})});
    }
  }
  for (const QString& service : m_feeds.traffic->services()) {
    for (const telemetry::InstanceTraffic& instance : m_feeds.traffic->instances(service)) {
      const QString id = QString::fromStdString(instance.id);
      DeepLink link{QStringLiteral("catalog"), service, {}, {}, 0};
      link.instance = id;
      commands.push_back({id, tr("Instance of %1").arg(service), {}, toText(link)});
    }
  }
}

void Navigator::addUsers(std::vector<Command>& commands) const {
  if (m_feeds.samples == nullptr || m_feeds.samples->requests()->empty()) return;
  const QString service = m_feeds.samples->service();
  QStringList users;
  if (const auto stored = m_feeds.policies->policy(service)) {
    if (const auto policy = codec::readPolicy(stored->text))
      users = LiveValues(m_feeds.samples->requests()).values(QStringLiteral("user"), *policy);
  }
  for (const QString& user : std::as_const(users).mid(0, kMaxUsers)) {
    commands.push_back(
        {user, tr("User, explained"), {}, toText({QStringLiteral("explain"), service, {}, user, 0})});
    commands.push_back(
        {user, tr("User's sessions"), {}, toText({QStringLiteral("sessions"), service, {}, user, 0})});
  }
}

}  // namespace halftone::app
