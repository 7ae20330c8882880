// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/catalogfeed.h"

#include <QDateTime>
#include <algorithm>
#include <utility>

#include "app/feeds/consulconnection.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kNotifyPause{100};
constexpr std::chrono::milliseconds kSweepStep{1000};
constexpr qint64 kForgetGoneMs = 60 * 60 * 1000;
constexpr std::size_t kMaxServices = 10'000;

QString healthPath(const std::string& service) {
  return QStringLiteral("/v1/health/service/") +
         QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(service)));
}

bool sameContent(const CatalogService& a, const CatalogService& b) {
  return a.tags == b.tags && a.instances == b.instances;
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
  if (m_checksWatch) return;
  m_startedMs = QDateTime::currentMSecsSinceEpoch();
  connect(&m_connection, &ConsulConnection::servicesChanged, this, &CatalogFeed::onServices);
  connect(&m_connection, &ConsulConnection::stateChanged, this, &CatalogFeed::onConnection);
  m_checksWatch = std::make_unique<consul::Watch>(m_connection.endpoint(),
                                                  QStringLiteral("/v1/health/state/any"), QString());
  connect(m_checksWatch.get(), &consul::Watch::changed, this, &CatalogFeed::onChecks);
  connect(m_checksWatch.get(), &consul::Watch::failed, this, [this](const Error& error) {
    m_checksFailure = QString::fromStdString(error.message);
    m_failedMs = QDateTime::currentMSecsSinceEpoch();
    notify();
  });
  connect(m_checksWatch.get(), &consul::Watch::recovered, this, [this] {
    m_checksFailure.clear();
    onConnection();
  });
  m_checksWatch->start();
  m_sweep.start();
  if (!m_connection.services().isEmpty()) onServices();
}

void CatalogFeed::onConnection() {
  // What changed while nobody watched: a restarted registry may have the same list and other instances.
  if (m_connection.state() == ConsulConnection::State::Live) {
    for (const auto& [name, service] : m_services) readAgain(name);
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

void CatalogFeed::onServices() {
  const auto names = consul::parseServices(m_connection.services());
  if (!names) {
    m_servicesFailure = QString::fromStdString(names.error().message);
    m_failedMs = QDateTime::currentMSecsSinceEpoch();
    notify();
    return;
  }
  m_listed = true;
  m_servicesFailure.clear();
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
      m_services.emplace(name, std::make_shared<CatalogService>(CatalogService{name, tags, {}}));
      m_unread.insert(name);
    } else if (known->second->tags != tags) {
      auto changed = std::make_shared<CatalogService>(*known->second);
      changed->tags = tags;
      known->second = std::move(changed);
    }
    // Whatever woke the watch may have added an instance that has no checks.
    readAgain(name);
  }
  notify();
}

void CatalogFeed::onChecks(const consul::Answer& answer) {
  parse(answer.body, readCheckDigest, [this](const Result<CheckDigest>& digest) { onDigest(digest); });
}

void CatalogFeed::onDigest(const Result<CheckDigest>& digest) {
  if (!digest) {
    m_checksFailure = QString::fromStdString(digest.error().message);
    m_failedMs = QDateTime::currentMSecsSinceEpoch();
    notify();
    return;
  }
  m_checksFailure.clear();
  for (const std::string& name : differing(m_digest.services, digest->services)) readAgain(name);
  const std::set<std::string> nodes = differing(m_digest.nodes, digest->nodes);
  for (const auto& [name, service] : m_services) {
    const bool touched =
        std::any_of(service->instances.begin(), service->instances.end(),
                    [&nodes](const consul::Instance& instance) { return nodes.contains(instance.node); });
    if (touched) readAgain(name);
  }
  m_digest = *digest;
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
  m_complete = m_complete || m_unread.empty();
  if (m_readTwice.erase(service) > 0) readAgain(service);
  const auto known = m_services.find(service);
  // A read that failed comes again with the sweep; that Consul is away is told by the watches.
  if (known != m_services.end() && instances) {
    auto fresh = std::make_shared<CatalogService>(CatalogService{service, known->second->tags, *instances});
    remember(known->second.get(), fresh.get());
    if (!sameContent(*known->second, *fresh)) known->second = std::move(fresh);
    notify();
  }
  readNext();
}

void CatalogFeed::remember(const CatalogService* before, const CatalogService* after) {
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
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
  const std::size_t count = std::min(m_services.size(), m_services.size() / steps + 1);
  for (std::size_t i = 0; i < count; ++i) {
    auto it = m_services.upper_bound(m_swept);
    if (it == m_services.end()) it = m_services.begin();
    m_swept = it->first;
    readAgain(m_swept);
  }
  const qint64 old = QDateTime::currentMSecsSinceEpoch() - kForgetGoneMs;
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
