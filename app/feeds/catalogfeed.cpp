// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/catalogfeed.h"

#include <QDateTime>
#include <algorithm>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kNotifyPause{100};
constexpr std::chrono::milliseconds kSweepStep{1000};
constexpr qint64 kForgetGoneMs = 60 * 60 * 1000;
constexpr std::size_t kMaxServices = 20'000;
constexpr std::size_t kMaxWanted = 64;
constexpr std::size_t kMaxSwept = 20;         // services a second
constexpr std::size_t kSweptInstances = 100;  // a second: a look at 12,500 in 15 s took a fifth of a core

QString healthPath(const std::string& service) {
  return QStringLiteral("/v1/health/service/") +
         QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(service)));
}

bool sameContent(const CatalogService& a, const CatalogService& b) {
  return a.tags == b.tags && a.isRead == b.isRead && a.instances == b.instances;
}

}  // namespace

CatalogFeed::CatalogFeed(const ConsulConnection& connection, QObject* parent)
    : QObject(parent), m_connection(connection) {
  m_parser.setMaxThreadCount(1);  // answers must be applied in the order in which they came
  m_notify.setSingleShot(true);
  m_notify.setInterval(kNotifyPause);
  connect(&m_notify, &QTimer::timeout, this, &CatalogFeed::changed);
  m_sweep.setInterval(kSweepStep);
  connect(&m_sweep, &QTimer::timeout, this, &CatalogFeed::sweep);
}

CatalogFeed::~CatalogFeed() {
  m_parser.waitForDone();
}

void CatalogFeed::start() {
  if (m_started) return;
  m_started = true;
  m_startedMs = nowMs();
  const auto list = [this] {
    parse(m_connection.services(), consul::parseServices,
          [this](const Result<Names>& names) { onServices(names); });
  };
  connect(&m_connection, &ConsulConnection::servicesChanged, this, list);
  connect(&m_connection, &ConsulConnection::stateChanged, this, &CatalogFeed::onConnection);
  m_sweep.start();
  if (!m_connection.services().isEmpty()) list();
}

void CatalogFeed::failed(QString& place, const QString& why) {
  place = why;
  m_failedMs = nowMs();
  notify();
}

void CatalogFeed::onConnection() {
  // What changed while nobody watched: a restarted registry may have the same list and other instances.
  if (m_connection.state() == ConsulConnection::State::Live) {
    for (const auto& [name, service] : m_services) {
      if (service->isRead) readAgain(name);
    }
  }
  notify();
}

// Parsing runs on the parser's thread, `use` here. The pool is joined in the destructor.
template <typename Read, typename Use>
void CatalogFeed::parse(const QByteArray& body, Read read, Use use) {
  m_parser.start([this, body, read, use] {
    auto value = read(body);
    QMetaObject::invokeMethod(
        this, [use, value = std::move(value)] { use(value); }, Qt::QueuedConnection);
  });
}

void CatalogFeed::onServices(const Result<Names>& names) {
  if (!names) return failed(m_servicesFailure, QString::fromStdString(names.error().message));
  m_servicesFailure.clear();
  const bool small = names->size() <= kSmall;
  if (!m_listed || small != m_small) {
    m_small = small;
    watchChecks();
  }
  m_listed = true;
  for (auto it = m_services.begin(); it != m_services.end();) {
    if (names->contains(it->first)) {
      ++it;
    } else {
      remember(it->second.get(), nullptr);
      m_unread.erase(it->first);
      it = m_services.erase(it);
    }
  }
  for (const auto& [name, tags] : *names) {
    const auto known = m_services.find(name);
    if (known == m_services.end()) {
      if (m_services.size() >= kMaxServices) break;
      m_services.emplace(name, std::make_shared<CatalogService>(CatalogService{name, tags, {}, false, 0, 0}));
      m_unread.insert(name);
    } else if (known->second->tags != tags) {
      auto changed = std::make_shared<CatalogService>(*known->second);
      changed->tags = tags;
      known->second = std::move(changed);
    }
    // Whatever woke the watch may have added an instance that has no checks.
    if (m_small || m_wantsAll || m_services[name]->isRead) readAgain(name);
  }
  m_complete = m_complete || !m_small;
  countFailing();
  notify();
}

void CatalogFeed::watchChecks() {
  m_checks.clear();
  m_digests.clear();
  const QStringList states = m_small ? QStringList{QStringLiteral("any")}
                                     : QStringList{QStringLiteral("critical"), QStringLiteral("warning")};
  for (const QString& state : states) {
    auto watch = std::make_unique<consul::Watch>(
        m_connection.endpoint(), QStringLiteral("/v1/health/state/") + state, QStringLiteral("stale"));
    connect(watch.get(), &consul::Watch::changed, this, [this, state](const consul::Answer& answer) {
      parse(answer.body, readCheckDigest,
            [this, state](const Result<CheckDigest>& digest) { onDigest(state, digest); });
    });
    connect(watch.get(), &consul::Watch::failed, this,
            [this](const Error& error) { failed(m_checksFailure, QString::fromStdString(error.message)); });
    connect(watch.get(), &consul::Watch::recovered, this, [this] {
      m_checksFailure.clear();
      onConnection();
    });
    watch->start();
    m_checks.emplace(state, std::move(watch));
  }
}

void CatalogFeed::onDigest(const QString& state, const Result<CheckDigest>& digest) {
  if (!m_checks.contains(state)) return;  // of the watches before
  if (!digest) return failed(m_checksFailure, QString::fromStdString(digest.error().message));
  m_checksFailure.clear();
  m_digests[state] = *digest;
  CheckDigest all;
  for (const auto& [name, part] : m_digests) all.add(part);
  if (m_digests.size() == m_checks.size()) apply(std::move(all));
}

void CatalogFeed::apply(CheckDigest digest) {
  for (const std::string& name : differing(m_digest.services, digest.services)) {
    const auto service = m_services.find(name);
    // A service that has just come may be in a digest before it is in the list.
    if (m_small || (service != m_services.end() && service->second->isRead)) readAgain(name);
  }
  const std::set<std::string> nodes = differing(m_digest.nodes, digest.nodes);
  for (const auto& [name, service] : m_services) {
    const bool touched =
        std::any_of(service->instances.begin(), service->instances.end(),
                    [&nodes](const consul::Instance& instance) { return nodes.contains(instance.node); });
    if (touched) readAgain(name);
  }
  rememberFailing(m_digest, digest);
  m_digest = std::move(digest);
  countFailing();
  notify();
}

// Puts the digest's counts into the services.
void CatalogFeed::countFailing() {
  std::map<std::string, std::pair<int, int>> counts;
  for (const auto& [instance, failing] : m_digest.failing) {
    auto& [warning, critical] = counts[failing.service];
    ++(failing.state == consul::CheckState::Critical ? critical : warning);
  }
  for (auto& [name, service] : m_services) {
    const auto found = counts.find(name);
    const auto [warning, critical] = found == counts.end() ? std::pair(0, 0) : found->second;
    if (service->warning == warning && service->critical == critical) continue;
    auto changed = std::make_shared<CatalogService>(*service);
    changed->warning = warning;
    changed->critical = critical;
    service = std::move(changed);
  }
}

// Of services that are not read: what is known of their instances is that they fail, or no longer do.
void CatalogFeed::rememberFailing(const CheckDigest& before, const CheckDigest& after) {
  const qint64 now = nowMs();
  const auto isRead = [this](const std::string& name) {
    const auto service = m_services.find(name);
    return service != m_services.end() && service->second->isRead;
  };
  for (const auto& [instance, failing] : after.failing) {
    if (isRead(failing.service)) continue;
    StateHistory& history = m_history[instance];
    const bool wasWell = history.current() == StateHistory::State::Unknown && !m_digest.services.empty();
    if (wasWell) history.observe(StateHistory::State::Passing, m_startedMs);
    history.observe(historyState(failing.state), now);
  }
  for (const auto& [instance, failing] : before.failing) {
    if (after.failing.contains(instance) || isRead(failing.service)) continue;
    m_history[instance].observe(StateHistory::State::Passing, now);
  }
}

void CatalogFeed::want(const std::string& service) {
  const auto known = m_services.find(service);
  if (known == m_services.end() || known->second->isRead) return;
  // Rows that were scrolled past need not be read.
  while (!m_wantsAll && m_queue.size() >= kMaxWanted) {
    m_queued.erase(m_queue.front());
    m_queue.pop_front();
  }
  readAgain(service);
}

void CatalogFeed::wantAll() {
  if (std::exchange(m_wantsAll, true)) return;
  for (const std::string& name : m_unread) readAgain(name);
}

void CatalogFeed::follow(const std::string& service) {
  if (m_following == service) return;
  m_following = service;
  m_followed.reset();
  if (service.empty()) return;
  m_followed = std::make_unique<consul::Watch>(m_connection.endpoint(), healthPath(service), QString());
  connect(m_followed.get(), &consul::Watch::changed, this, [this, service](const consul::Answer& answer) {
    parse(answer.body, consul::parseInstances,
          [this, service](const Result<std::vector<consul::Instance>>& instances) {
            onInstances(service, instances);
          });
  });
  m_followed->start();
}

void CatalogFeed::readAgain(const std::string& service) {
  if (m_reading.contains(service)) {
    m_readTwice.insert(service);
  } else if (m_queued.insert(service).second) {
    m_queue.push_back(service);
  }
  readNext();
}

void CatalogFeed::readNext() {
  while (!m_queue.empty() && m_reading.size() < kMaxReads) {
    const std::string service = m_queue.front();
    m_queue.pop_front();
    m_queued.erase(service);
    if (!m_services.contains(service)) continue;  // gone, or not yet in the list
    m_reading.insert(service);
    m_connection.client()->get(
        healthPath(service), QString(), this, [this, service](const Result<consul::Answer>& answer) {
          if (!answer) {
            onInstances(service, tl::make_unexpected(answer.error()));
            return;
          }
          parse(answer->body, consul::parseInstances,
                [this, service](const Result<std::vector<consul::Instance>>& instances) {
                  onInstances(service, instances);
                });
        });
  }
}

void CatalogFeed::onInstances(const std::string& service,
                              const Result<std::vector<consul::Instance>>& instances) {
  m_reading.erase(service);
  m_unread.erase(service);
  const bool wasComplete = std::exchange(m_complete, m_complete || m_unread.empty());
  if (m_complete != wasComplete) notify();
  if (m_readTwice.erase(service) > 0) readAgain(service);
  const auto known = m_services.find(service);
  // A read that failed comes again with the sweep; that Consul is away is told by the watches.
  if (known != m_services.end() && instances) {
    auto fresh = std::make_shared<CatalogService>(*known->second);
    fresh->instances = *instances;
    fresh->isRead = true;
    remember(known->second.get(), fresh.get());
    if (!sameContent(*known->second, *fresh)) {
      known->second = std::move(fresh);
      notify();
    }
  }
  readNext();
}

void CatalogFeed::remember(const CatalogService* before, const CatalogService* after) {
  const qint64 now = nowMs();
  std::set<Key> present;
  if (after != nullptr) {
    for (const consul::Instance& instance : after->instances) {
      const Key key{instance.node, instance.id};
      present.insert(key);
      m_history[key].observe(historyState(instance.state()), now);
    }
  }
  for (const consul::Instance& instance : before->instances) {
    const Key key{instance.node, instance.id};
    if (!present.contains(key)) m_history[key].observe(StateHistory::State::Gone, now);
  }
}

void CatalogFeed::sweep() {
  const auto steps = static_cast<std::size_t>(kSweep / kSweepStep);
  const std::size_t read = m_services.size() - std::min(m_unread.size(), m_services.size());
  const std::size_t count = std::min({read, read / steps + 1, kMaxSwept});
  std::size_t done = 0;
  std::size_t instances = 0;
  for (std::size_t i = 0; i < m_services.size() && done < count && instances < kSweptInstances; ++i) {
    auto it = m_services.upper_bound(m_swept);
    if (it == m_services.end()) it = m_services.begin();
    m_swept = it->first;
    if (!it->second->isRead && !m_small) continue;
    readAgain(m_swept);
    ++done;
    instances += it->second->instances.size();
  }
  const qint64 old = nowMs() - kForgetGoneMs;
  std::erase_if(m_history, [old](const auto& entry) {
    return entry.second.current() == StateHistory::State::Gone && entry.second.lastChangeMs() < old;
  });
}

const StateHistory* CatalogFeed::history(const std::string& node, const std::string& id) const {
  const auto it = m_history.find({node, id});
  return it == m_history.end() ? nullptr : &it->second;
}

FeedStatus CatalogFeed::status() const {
  using State = FeedStatus::State;
  const bool lost = m_connection.state() != ConsulConnection::State::Live;
  const QString failure = lost                          ? m_connection.error()
                          : m_servicesFailure.isEmpty() ? m_checksFailure
                                                        : m_servicesFailure;
  if (!m_listed) return {failure.isEmpty() ? State::Loading : State::Failed, failure, 0};
  if (!failure.isEmpty())
    return {State::Stale, failure, lost ? m_connection.since().toMSecsSinceEpoch() : m_failedMs};
  // At first services come one by one; nothing can be said of the whole until each was read once.
  if (!m_complete && !m_services.empty()) return {State::Loading, {}, 0};
  return {State::Ready, {}, 0};
}

void CatalogFeed::notify() {
  if (!m_notify.isActive()) m_notify.start();
}

}  // namespace halftone::app
