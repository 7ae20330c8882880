// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/navigator.h"

#include <QUrlQuery>
#include <set>

#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/explainviewmodel.h"
#include "app/viewmodels/overviewviewmodel.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

const QString kScheme = QStringLiteral("halftone");
const QString kAction = QStringLiteral("action:");
constexpr std::size_t kMaxUsers = 5000;

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
  } else if (link.page == QLatin1String("overview") && !link.service.isEmpty()) {
    m_pages.overview->choose(link.service);
  }
}

bool Navigator::act(const QString& action) {
  TrafficViewModel& traffic = *m_pages.traffic;
  if (action == QLatin1String("theme"))
    m_feeds.session->toggleTheme();
  else if (action == QLatin1String("language"))
    m_feeds.session->toggleLanguage();
  else if (action == QLatin1String("help"))
    m_feeds.session->askHelp();
  else if (action == QLatin1String("undo"))
    traffic.undo();
  else if (action == QLatin1String("redo"))
    traffic.redo();
  else if (action == QLatin1String("discard"))
    traffic.discard();
  else if (action == QLatin1String("evenly"))
    traffic.split()->shareEvenly();
  else if (action == QLatin1String("new-rule")) {
    m_feeds.session->setPage(QStringLiteral("traffic"));
    traffic.editRule(-1);
  } else if (action == QLatin1String("review") || action == QLatin1String("history")) {
    m_feeds.session->setPage(QStringLiteral("traffic"));
    emit traffic.dialogAsked(action);
  } else {
    return false;
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
  }
  add(tr("Switch between dark and light"), "Ctrl+T", "theme");
  add(tr("Switch language"), "Ctrl+L", "language");
  add(tr("Keyboard shortcuts"), "F1", "help");
}

void Navigator::addThings(std::vector<Command>& commands) const {
  for (const QString& service : m_feeds.policies->services()) {
    commands.push_back({service, tr("Service"), {}, toText({QStringLiteral("traffic"), service, {}, {}, 0})});
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
    for (const telemetry::InstanceTraffic& instance : m_feeds.traffic->instances(service))
      commands.push_back({QString::fromStdString(instance.id),
                          tr("Instance of %1").arg(service),
                          {},
                          toText({QStringLiteral("catalog"), {}, {}, {}, 0})});
  }
  if (m_feeds.samples == nullptr) return;
  std::set<std::string> seen;
  const QString service = m_feeds.samples->service();
  for (const LiveRequest& request : *m_feeds.samples->requests()) {
    if (m_feeds.samples->isSampled() || seen.size() >= kMaxUsers) break;
    if (!seen.insert(request.title).second) continue;
    const QString user = QString::fromStdString(request.title);
    commands.push_back({user, tr("User"), {}, toText({QStringLiteral("explain"), service, {}, user, 0})});
  }
}

}  // namespace halftone::app
