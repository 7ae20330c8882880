// SPDX-License-Identifier: GPL-3.0-or-later
// What the palette offers.
#include <QSet>
#include <QTimer>
#include <set>
#include <utility>

#include "app/feeds/livevalues.h"
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
#include "app/viewmodels/navigator.h"
#include "app/viewmodels/notices.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/sessionsviewmodel.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

const QString kAction = QStringLiteral("action:");
constexpr int kMaxUsers = 2500;

}  // namespace

std::vector<Command> Navigator::commandsOf(const QString& typed) const {
  const QString text = typed.trimmed();
  if (text.isEmpty()) return {};
  if (looksLikeDeepLink(text)) {
    if (!parseDeepLink(text, m_feeds.session->pages())) return {};
    return {{tr("Open this link"), tr("Link"), {}, text}};
  }
  const QString service = m_pages.explain->service()->current();
  if (service.isEmpty() || text.size() > kMaxTypedUser) return {};
  return {{tr("Explain user %1").arg(text),
           tr("Explain %1").arg(service),
           {},
           toText({QStringLiteral("explain"), service, {}, text, 0})}};
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
  addPageActions(commands);
  const std::vector<KnownInstance> instances = knownInstances();
  addThingActions(commands, instances);
  addDemoActions(commands);
  addThings(commands, instances);
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
    const bool pinned = m_pages.favourites->contains(toText(pinOf(here())));
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
      add(flight.isPlaying() ? tr("Pause the replay") : tr("Play the replay"), "Ctrl+P", "play");
    else
      add(flight.isRecording() ? tr("End the recording") : tr("Record what happens"), "Ctrl+Shift+R",
          "record");
    if (!flight.isReplaying()) add(tr("Replay a flight…"), "", "replay");
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

void Navigator::addPageActions(std::vector<Command>& commands) const {
  const auto add = [&](const QString& title, const QString& action, const QString& shortcut = QString()) {
    commands.push_back({title, tr("Action"), shortcut, kAction + action});
  };
  const bool mayAct = !m_feeds.session->isReadOnly();
  if (m_pages.traffic->takeBackSeconds() > 0 && mayAct)
    add(tr("Take the publish back"), QStringLiteral("take-back"), QStringLiteral("Ctrl+Alt+Z"));
  if (m_pages.traffic->hasConflict())
    add(tr("Merge the draft with what others published"), QStringLiteral("review"));
  if (m_pages.sessions != nullptr && mayAct && m_pages.sessions->table()->total() > 0) {
    add(tr("Drain sessions"), QStringLiteral("sessions:drain"));
    if (m_pages.sessions->table()->selectedCount() > 0) {
      add(tr("Move the selected sessions"), QStringLiteral("sessions:move"));
      add(tr("Kick the selected sessions"), QStringLiteral("sessions:kick"));
    }
  }
  if (m_pages.health != nullptr) {
    for (const QVariant& range : m_pages.health->ranges()) {
      const QVariantMap choice = range.toMap();
      add(tr("Health over %1").arg(choice.value(QStringLiteral("text")).toString()),
          QStringLiteral("health-range:") + choice.value(QStringLiteral("value")).toString());
    }
    add(tr("Health: zoom in"), QStringLiteral("health-zoom:in"));
    add(tr("Health: zoom out"), QStringLiteral("health-zoom:out"));
    add(tr("Health: back to live"), QStringLiteral("health-live"));
  }
  if (m_pages.flight != nullptr && m_pages.flight->isReplaying()) {
    for (const QVariant& speed : m_pages.flight->speeds()) {
      const QVariantMap choice = speed.toMap();
      add(tr("Replay at %1").arg(choice.value(QStringLiteral("text")).toString()),
          QStringLiteral("speed:") + choice.value(QStringLiteral("value")).toString());
    }
  }
  if (m_clusters == nullptr) return;
  for (const RecordModel::Record& cluster : m_clusters->clusters()->records()) {
    const QString name = cluster[0].toString();
    if (name != m_clusters->current())
      add(tr("Switch to the cluster %1").arg(name), QStringLiteral("cluster:") + name);
  }
}

bool Navigator::actOnPages(const QString& action, const QString& value) {
  constexpr double kZoom = 2;
  if (action == QLatin1String("take-back")) {
    m_pages.traffic->takeBack();
  } else if (action == QLatin1String("sessions") && m_pages.sessions != nullptr) {
    m_feeds.session->setPage(action);
    m_pages.sessions->askDialog(value);
  } else if (action.startsWith(QLatin1String("health-")) && m_pages.health != nullptr) {
    m_feeds.session->setPage(QStringLiteral("health"));
    if (action == QLatin1String("health-range"))
      m_pages.health->setRange(value.toInt());
    else if (action == QLatin1String("health-zoom"))
      m_pages.health->zoom(value == QLatin1String("in") ? 1 / kZoom : kZoom, qQNaN());
    else
      m_pages.health->reset();
  } else if (action == QLatin1String("speed") && m_pages.flight != nullptr) {
    m_pages.flight->setSpeed(value.toDouble());
  } else if (action == QLatin1String("cluster") && m_clusters != nullptr) {
    // Not from within: this ends with the cluster that is left.
    QTimer::singleShot(0, m_clusters, [clusters = m_clusters, value] { clusters->use(value); });
  } else {
    return false;
  }
  return true;
}

void Navigator::addThings(std::vector<Command>& commands, const std::vector<KnownInstance>& instances) const {
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
  for (const QString& service : catalogServices()) {
    DeepLink link{QStringLiteral("catalog"), service, {}, {}, 0};
    commands.push_back({service, tr("Service in the catalog"), {}, toText(link)});
  }
  for (const auto& [service, id] : instances) {
    DeepLink link{QStringLiteral("catalog"), service, {}, {}, 0};
    link.instance = id;
    commands.push_back({id, tr("Instance of %1").arg(service), {}, toText(link)});
  }
}

// Those that carry traffic first, if there are too many.
std::vector<KnownInstance> Navigator::knownInstances() const {
  std::set<KnownInstance> known;
  std::vector<KnownInstance> all;
  const auto add = [&](KnownInstance instance) {
    if (all.size() >= kMaxInstances || !known.insert(instance).second) return;
    all.push_back(std::move(instance));
  };
  for (const QString& service : m_feeds.traffic->services()) {
    for (const telemetry::InstanceTraffic& instance : m_feeds.traffic->instances(service))
      add({service, QString::fromStdString(instance.id)});
  }
  if (m_instances) {
    for (KnownInstance& instance : m_instances()) add(std::move(instance));
  }
  return all;
}

void Navigator::addUsers(std::vector<Command>& commands) const {
  const auto add = [&](const QStringList& users, const QString& service) {
    for (const QString& user : users) {
      commands.push_back(
          {user, tr("User, explained"), {}, toText({QStringLiteral("explain"), service, {}, user, 0})});
      commands.push_back(
          {user, tr("User's sessions"), {}, toText({QStringLiteral("sessions"), service, {}, user, 0})});
    }
  };
  QStringList sampled;
  QString service;
  for (const QString& sampledService : {m_pages.traffic->service(), m_pages.explain->service()->current()}) {
    if (m_feeds.samples == nullptr || sampledService == service) continue;
    const LiveRequests requests = m_feeds.samples->known(sampledService);
    if (requests->empty()) continue;
    service = sampledService;
    if (const auto stored = m_feeds.policies->policy(service)) {
      if (const auto policy = codec::readPolicy(stored->text))
        sampled = LiveValues(requests).values(QStringLiteral("user"), *policy, kMaxUsers);
    }
    add(sampled, service);
  }
  if (m_pages.sessions == nullptr) return;
  QStringList open = m_pages.sessions->users(kMaxUsers);
  const QString chat = m_pages.sessions->service()->current();
  if (chat == service) {
    const QSet<QString> known(sampled.begin(), sampled.end());
    open.removeIf([&known](const QString& user) { return known.contains(user); });
  }
  add(open, chat);
}

}  // namespace halftone::app
