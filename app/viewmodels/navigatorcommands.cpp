// SPDX-License-Identifier: GPL-3.0-or-later
// What the palette offers.
#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/auditviewmodel.h"
#include "app/viewmodels/catalogviewmodel.h"
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
constexpr qsizetype kMaxUsers = 2500;

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
    const bool pinned = m_pages.favourites->contains(toText(pinnable()));
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
