// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sqlitebackplane.h"

#include <sys/statvfs.h>

#include <QThread>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "server/chat/sqlitecommands.h"
#include "server/chat/sqlitewriter.h"

namespace halftone::chat {

using store::Command;
using store::Outcome;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::minutes kForgetEvery{1};
constexpr std::chrono::seconds kLookAtDiskEvery{1};
// Commands in one transaction: a bound on how long the file is locked for the other nodes.
constexpr std::size_t kMaxCommands = 4096;
constexpr std::chrono::seconds kFailureIsRemembered{5};

std::int64_t milliseconds(Clock::duration time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

// Nothing if it cannot be told.
std::optional<DiskSpace> diskSpace(const std::string& file) {
  struct statvfs system {};
  const std::size_t slash = file.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : file.substr(0, slash + 1);
  if (::statvfs(folder.c_str(), &system) != 0) return std::nullopt;
  return DiskSpace{std::uint64_t{system.f_bavail} * system.f_frsize,
                   std::uint64_t{system.f_blocks} * system.f_frsize};
}

}  // namespace

// The store thread, and what both sides share under its mutex.
class SqliteBackplane::Thread : public QThread {
 public:
  Thread(Settings settings, Mailbox& mailbox) : m_settings(std::move(settings)), m_mailbox(mailbox) {}

  Result<void> open() {
    start();
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_opened.has_value(); });
    return *m_opened;
  }

  void post(Command command) {
    {
      const std::scoped_lock lock(m_mutex);
      if (m_queue.empty()) m_queuedSince = Clock::now();
      m_queue.push_back(std::move(command));
    }
    m_wake.notify_one();
  }

  void stop(std::function<void()> done) {
    {
      const std::scoped_lock lock(m_mutex);
      m_stopping = true;
      m_stopped = std::move(done);
    }
    m_wake.notify_one();
  }

  void join() {
    wait();
    const std::scoped_lock lock(m_mutex);  // orders run() before this for tools that cannot look into QThread
  }

  BackplaneHealth health() const {
    const std::scoped_lock lock(m_mutex);
    const Clock::time_point now = Clock::now();
    BackplaneHealth health = m_health;
    health.queued = m_queue.size() + m_running;
    if (health.queued > 0)
      health.waitingMs = milliseconds(now - (m_running > 0 ? m_runningSince : m_queuedSince));
    health.ok = !m_failed || now - *m_failed > kFailureIsRemembered;
    if (health.ok) health.error.clear();
    return health;
  }

  std::size_t queued() const {
    const std::scoped_lock lock(m_mutex);
    return m_queue.size() + m_running;
  }

  // Owned by the data thread; outcomes are told to whoever it is when they arrive. Shared, since outcomes may
  // arrive when the backplane is gone.
  std::shared_ptr<BackplaneListener*> listener = std::make_shared<BackplaneListener*>(nullptr);

 protected:
  void run() override {
    Result<std::unique_ptr<store::Writer>> writer = store::Writer::open(m_settings);
    {
      const std::scoped_lock lock(m_mutex);
      m_opened = writer ? Result<void>() : Result<void>(tl::unexpected(writer.error()));
    }
    m_wake.notify_all();
    if (writer) {
      lookAtDisk();
      serve(**writer);
      writer->reset();
    }
    const std::scoped_lock lock(m_mutex);  // see join()
  }

 private:
  void lookAtDisk() {
    const std::optional<DiskSpace> disk = diskSpace(m_settings.path);
    const std::scoped_lock lock(m_mutex);
    m_health.disk = disk;
  }

  void serve(store::Writer& writer) {
    Clock::time_point forgotten = Clock::now();
    Clock::time_point looked = forgotten;
    std::vector<Command> commands;
    for (;;) {
      commands.clear();
      const bool more = take(commands);
      if (!more) break;
      if (!commands.empty()) {
        finish(writer.run(commands), true);
      } else {
        finish(writer.look(), false);
      }
      if (Clock::now() - looked >= kLookAtDiskEvery) {
        looked = Clock::now();
        lookAtDisk();
      }
      if (Clock::now() - forgotten < kForgetEvery) continue;
      forgotten = Clock::now();
      // It is only tidying: a failure shows in the next transaction anyhow.
      (void)writer.forgetOldSessions();
    }
    std::function<void()> done;
    {
      const std::scoped_lock lock(m_mutex);
      done = std::move(m_stopped);
    }
    if (done) m_mailbox.post(std::move(done));
  }

  // Waits for commands, at most until it is time to look for others'. False: all is done and it shall stop.
  bool take(std::vector<Command>& commands) {
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, kLookEvery, [this] { return !m_queue.empty() || m_stopping; });
    if (m_queue.empty()) return !m_stopping;
    m_runningSince = m_queuedSince;
    if (m_queue.size() <= kMaxCommands) {
      commands.swap(m_queue);
    } else {
      const auto end = m_queue.begin() + kMaxCommands;
      commands.assign(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(end));
      m_queue.erase(m_queue.begin(), end);
    }
    m_running = commands.size();
    return true;
  }

  void finish(store::Writer::Batch batch, bool timed) {
    {
      const std::scoped_lock lock(m_mutex);
      m_running = 0;
      m_health.stored += batch.stored;
      if (timed) m_health.latencyMs = milliseconds(Clock::now() - m_runningSince);
      if (!batch.result) {
        m_failed = Clock::now();
        m_health.error = batch.result.error().toString();
      }
    }
    if (batch.outcomes.empty()) return;
    m_mailbox.post([to = listener, outcomes = std::move(batch.outcomes)] {
      for (const Outcome& outcome : outcomes) outcome(*to);
    });
  }

  const Settings m_settings;
  Mailbox& m_mailbox;
  mutable std::mutex m_mutex;
  std::condition_variable m_wake;
  // All below under m_mutex.
  std::optional<Result<void>> m_opened;
  std::vector<Command> m_queue;
  std::size_t m_running = 0;
  Clock::time_point m_queuedSince;
  Clock::time_point m_runningSince;
  BackplaneHealth m_health;
  std::optional<Clock::time_point> m_failed;  // when a transaction did last
  bool m_stopping = false;
  std::function<void()> m_stopped;
};

Result<std::unique_ptr<SqliteBackplane>> SqliteBackplane::create(Settings settings, Mailbox& mailbox) {
  std::unique_ptr<SqliteBackplane> self(new SqliteBackplane);
  self->m_thread = std::make_unique<Thread>(std::move(settings), mailbox);
  if (auto opened = self->m_thread->open(); !opened) return tl::unexpected(opened.error());
  return self;
}

SqliteBackplane::~SqliteBackplane() {
  *m_thread->listener = nullptr;
  m_thread->stop({});
  m_thread->join();
}

void SqliteBackplane::setListener(BackplaneListener* listener) {
  *m_thread->listener = listener;
}

void SqliteBackplane::openRoom(const std::string& room, Done<RoomPosition> done) {
  m_thread->post(store::Open{room, std::move(done)});
}

void SqliteBackplane::closeRoom(const std::string& room) {
  m_thread->post(store::Close{room});
}

void SqliteBackplane::append(Draft draft) {
  m_thread->post(store::Append{std::move(draft)});
}

void SqliteBackplane::catchUp(const std::string& room, const RoomPosition& mark, CatchUpLimits limits,
                              Done<CatchUp> done) {
  m_thread->post(store::ReadMissed{room, mark, limits, std::move(done)});
}

void SqliteBackplane::readHistory(const HistoryQuery& query, Done<HistoryPage> done) {
  m_thread->post(store::ReadHistory{query, std::move(done)});
}

void SqliteBackplane::putSession(const SessionRecord& record) {
  m_thread->post(store::PutSession{record});
}

void SqliteBackplane::endSession(const SessionRecord& record) {
  m_thread->post(store::EndSession{record});
}

void SqliteBackplane::pass(Passing passing) {
  m_thread->post(store::Pass{std::move(passing)});
}

void SqliteBackplane::endNode(const std::string& node) {
  m_thread->post(store::EndNode{node});
}

void SqliteBackplane::redeemToken(const std::string& token, const std::string& user,
                                  const std::string& /*by*/, Done<SessionRecord> done) {
  m_thread->post(store::Redeem{token, user, std::move(done)});
}

BackplaneHealth SqliteBackplane::health() const {
  return m_thread->health();
}

std::size_t SqliteBackplane::queued() const {
  return m_thread->queued();
}

void SqliteBackplane::close(std::function<void()> done) {
  m_thread->stop(std::move(done));
}

}  // namespace halftone::chat
