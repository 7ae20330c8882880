// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sqlitewriter.h"

#include <algorithm>
#include <utility>

namespace halftone::chat::store {

namespace {

template <typename T>
Outcome answer(const Done<T>& done, Result<T> result) {
  return [done, result = std::move(result)](BackplaneListener*) { done(result); };
}

// What is told of a command whose transaction failed.
struct Refusal {
  const Error& error;
  Outcome operator()(const Append& command) const {
    return [draft = command.draft, why = error](BackplaneListener* listener) {
      if (listener) listener->messageRefused(draft, why);
    };
  }
  Outcome operator()(const Open& command) const {
    return answer<RoomPosition>(command.done, tl::unexpected(error));
  }
  Outcome operator()(const ReadMissed& command) const {
    return answer<CatchUp>(command.done, tl::unexpected(error));
  }
  Outcome operator()(const ReadHistory& command) const {
    return answer<HistoryPage>(command.done, tl::unexpected(error));
  }
  Outcome operator()(const Redeem& command) const {
    return answer<SessionRecord>(command.done, tl::unexpected(error));
  }
  Outcome operator()(const Close&) const { return {}; }
  Outcome operator()(const PutSession&) const { return {}; }
  Outcome operator()(const EndSession&) const { return {}; }
  Outcome operator()(const Pass&) const { return {}; }
  Outcome operator()(const EndNode&) const { return {}; }
};

}  // namespace

// Does one command inside the transaction and notes its outcome. An error fails the transaction.
class Writer::Doing {
 public:
  Doing(SqliteLog& log, SqliteSessions& sessions, SqlitePassing& passing, Batch& batch)
      : m_log(log), m_sessions(sessions), m_passing(passing), m_batch(batch) {}

  Result<void> operator()(const Append& command) {
    const auto appended = m_log.append(command.draft);
    if (!appended) return tl::unexpected(appended.error());
    if (const auto* message = std::get_if<MessagePtr>(&*appended)) {
      ++m_batch.stored;
      m_batch.outcomes.push_back(tell(*message));
      return {};
    }
    const std::uint64_t seq = std::get<SqliteLog::WasStored>(*appended).seq;
    m_batch.outcomes.push_back([draft = command.draft, seq](BackplaneListener* listener) {
      if (listener) listener->messageWasStored(draft, seq);
    });
    return {};
  }
  Result<void> operator()(const Open& command) {
    auto position = m_log.open(command.room);
    if (!position) return note(command.done, std::move(position));
    const auto members =
        m_passing.open(command.room, [this](Passing there) { tellPassing(std::move(there)); });
    if (!members) return members;
    return note(command.done, std::move(position));
  }
  Result<void> operator()(const Pass& command) { return m_passing.add(command.passing); }
  Result<void> operator()(const EndNode& command) {
    if (auto ended = m_sessions.endAllOf(command.node); !ended) return ended;
    return m_passing.forget(command.node);
  }
  Result<void> operator()(const Close& command) {
    m_log.close(command.room);
    m_passing.close(command.room);
    return {};
  }
  Result<void> operator()(const ReadMissed& command) {
    return note(command.done, m_log.catchUp(command.room, command.mark, command.limits));
  }
  Result<void> operator()(const ReadHistory& command) {
    return note(command.done, m_log.history(command.query));
  }
  Result<void> operator()(const PutSession& command) { return m_sessions.put(command.record); }
  Result<void> operator()(const EndSession& command) { return m_sessions.end(command.record); }
  Result<void> operator()(const Redeem& command) {
    return note(command.done, m_sessions.redeem(command.token, command.user));
  }

  void tellPassing(Passing passing) {
    m_batch.outcomes.push_back([passing = std::move(passing)](BackplaneListener* listener) {
      if (listener) listener->passed(passing);
    });
  }

  static Outcome tell(MessagePtr message) {
    return [message = std::move(message)](BackplaneListener* listener) {
      if (listener) listener->messageStored(message);
    };
  }

 private:
  // "There is no such thing" is an answer, not a failure of the store.
  template <typename T>
  Result<void> note(const Done<T>& done, Result<T> result) {
    if (!result && result.error().code != ErrorCode::NotFound) return tl::unexpected(result.error());
    m_batch.outcomes.push_back(answer<T>(done, std::move(result)));
    return {};
  }

  SqliteLog& m_log;
  SqliteSessions& m_sessions;
  SqlitePassing& m_passing;
  Batch& m_batch;
};

Result<std::unique_ptr<Writer>> Writer::open(const SqliteBackplane::Settings& settings) {
  std::unique_ptr<Writer> self(new Writer);
  auto database = SqliteDatabase::open(settings.path, settings.sync);
  if (!database) return tl::unexpected(database.error());
  self->m_database = std::move(*database);
  auto log = SqliteLog::create(*self->m_database, {settings.node, settings.version, settings.keep});
  if (!log) return tl::unexpected(log.error());
  self->m_log = std::move(*log);
  auto sessions = SqliteSessions::create(*self->m_database);
  if (!sessions) return tl::unexpected(sessions.error());
  self->m_sessions = std::move(*sessions);
  auto passing = SqlitePassing::create(*self->m_database, settings.node);
  if (!passing) return tl::unexpected(passing.error());
  self->m_passing = std::move(*passing);
  if (auto forgotten = self->m_passing->forget(settings.node); !forgotten)
    return tl::unexpected(forgotten.error());
  if (auto ended = self->m_sessions->endAllOf(settings.node); !ended) return tl::unexpected(ended.error());
  return self;
}

Result<void> Writer::runAll(const std::vector<Command>& commands, bool writing, Batch& batch) {
  if (auto begun = m_database->run(writing ? "BEGIN IMMEDIATE" : "BEGIN"); !begun) return begun;
  const auto others = m_log->readOthers(
      [&batch](MessagePtr message) { batch.outcomes.push_back(Doing::tell(std::move(message))); });
  if (!others) return others;
  Doing doing(*m_log, *m_sessions, *m_passing, batch);
  const auto passed =
      m_passing->readOthers([&doing](Passing passing) { doing.tellPassing(std::move(passing)); });
  if (!passed) return passed;
  for (const Command& command : commands) {
    if (auto done = std::visit(doing, command); !done) return done;
  }
  if (writing) {
    if (auto written = m_log->writePositions(); !written) return written;
  }
  return m_database->run("COMMIT");
}

Writer::Batch Writer::run(const std::vector<Command>& commands) {
  Batch batch;
  const bool writing = std::any_of(commands.begin(), commands.end(), writes);
  batch.result = runAll(commands, writing, batch);
  if (batch.result) {
    m_log->committed();
    m_passing->committed();
    return batch;
  }
  // SQLite may have rolled back already; then this fails, and that is well.
  (void)m_database->run("ROLLBACK");
  batch.outcomes.clear();
  batch.stored = 0;
  const Refusal refusal{batch.result.error()};
  for (const Command& command : commands) {
    if (const auto* open = std::get_if<Open>(&command)) m_log->close(open->room);
    if (const auto* close = std::get_if<Close>(&command)) m_log->close(close->room);
    if (Outcome outcome = std::visit(refusal, command)) batch.outcomes.push_back(std::move(outcome));
  }
  m_log->rolledBack();
  m_passing->rolledBack();
  return batch;
}

Writer::Batch Writer::look() {
  Batch batch;
  const Result<std::int64_t> version = m_database->dataVersion();
  if (!version) {
    batch.result = tl::unexpected(version.error());
    return batch;
  }
  if (*version == m_seenVersion) return batch;
  batch = run({});
  if (batch.result) m_seenVersion = *version;
  return batch;
}

Result<void> Writer::forgetOldSessions() {
  if (auto forgotten = m_passing->forgetOld(); !forgotten) return forgotten;
  return m_sessions->forgetOld();
}

}  // namespace halftone::chat::store
