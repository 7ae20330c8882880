// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ctl/storecommands.h"

#include <QCoreApplication>
#include <QUrl>
#include <array>
#include <charconv>
#include <cstdio>
#include <optional>

#include "backend/policy/compile.h"
#include "backend/store/policystore.h"
#include "server/ctl/files.h"

namespace halftone::ctl {

namespace {

// The agent of --consul, else of CONSUL_HTTP_ADDR as Consul's own tools read it; the token never comes by the
// command line, where every user of the machine sees it.
Result<consul::Endpoint> endpointOf(const CommandLine& line) {
  QString text = QString::fromStdString(line.value("--consul").value_or(std::string()));
  if (text.isEmpty()) text = qEnvironmentVariable("CONSUL_HTTP_ADDR");
  if (text.isEmpty())
    return fail(ErrorCode::Invalid, "--consul", "tells where Consul is, as http://127.0.0.1:8500");
  if (!text.contains(QStringLiteral("://"))) text.prepend(QStringLiteral("http://"));
  const QUrl url(text, QUrl::StrictMode);
  const bool web = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
  if (!url.isValid() || !web || url.host().isEmpty())
    return fail(ErrorCode::Invalid, "--consul", "\"" + text.toStdString() + "\" is no http or https URL");
  return consul::Endpoint{url, qgetenv("CONSUL_HTTP_TOKEN"), {}};
}

// Runs the event loop until `finish` was called with the exit code.
class Conversation {
 public:
  explicit Conversation(consul::Endpoint endpoint) : m_client(std::move(endpoint)), m_store(&m_client) {}
  store::PolicyStore& store() { return m_store; }
  QObject* context() { return &m_context; }
  void finish(int code) {
    m_code = code;
    QCoreApplication::exit(code);
  }
  // What is refused before anything is sent may finish before the loop runs.
  int run() { return m_code ? *m_code : QCoreApplication::exec(); }

 private:
  std::optional<int> m_code;
  consul::Client m_client;
  store::PolicyStore m_store;
  QObject m_context;
};

int get(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--consul"}}, 1);
  if (!line) return misused(line.error());
  auto endpoint = endpointOf(*line);
  if (!endpoint) return misused(endpoint.error());
  Conversation talk(std::move(*endpoint));
  const std::string service = line->positional(0);
  talk.store().load(service, talk.context(), [&](const Result<store::StoredPolicy>& stored) {
    if (!stored) return talk.finish(failed(stored.error()));
    if (stored->modifyIndex == 0)
      return talk.finish(failed({ErrorCode::NotFound, store::policyKey(service), "there is no policy"}));
    std::fputs(stored->text.c_str(), stdout);
    if (!stored->text.ends_with('\n')) std::fputc('\n', stdout);
    talk.finish(kDone);
  });
  return talk.run();
}

void publish(Conversation& talk, const policy::Policy& policy, const store::StoredPolicy& base,
             const std::string& why) {
  store::Publication publication;
  publication.policy = policy;
  publication.baseModifyIndex = base.modifyIndex;
  publication.baseRevision = base.revision;
  publication.actor = store::Actor::ofThisProcess("halftonectl");
  publication.why = why;
  talk.store().publish(publication, talk.context(), [&talk](const Result<store::StoredPolicy>& published) {
    if (!published) return talk.finish(failed(published.error()));
    std::printf("%s: revision %llu is in force\n", published->service.c_str(),
                static_cast<unsigned long long>(published->revision));
    talk.finish(kDone);
  });
}

int put(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--consul"}, {"-m"}}, 1);
  if (!line) return misused(line.error());
  auto endpoint = endpointOf(*line);
  if (!endpoint) return misused(endpoint.error());
  const auto policy = readPolicyFile(line->positional(0), stderr);
  if (!policy) return kFailed;
  for (const policy::Finding& finding : policy::lint(*policy)) print(stderr, "warning: ", finding);
  const std::string why = line->value("-m").value_or(std::string());
  Conversation talk(std::move(*endpoint));
  talk.store().load(policy->service, talk.context(), [&](const Result<store::StoredPolicy>& stored) {
    if (stored) return publish(talk, *policy, *stored, why);
    if (stored.error().code != ErrorCode::NotFound) return talk.finish(failed(stored.error()));
    publish(talk, *policy, store::StoredPolicy{}, why);  // the first policy of its service
  });
  return talk.run();
}

int history(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--consul"}, {"--limit"}}, 1);
  if (!line) return misused(line.error());
  auto endpoint = endpointOf(*line);
  if (!endpoint) return misused(endpoint.error());
  int limit = 20;
  if (const auto text = line->value("--limit")) {
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (error != std::errc() || end != text->data() + text->size() || limit < 1 || limit > 10000)
      return misused({ErrorCode::Invalid, "--limit", "is a number from 1 to 10000"});
  }
  Conversation talk(std::move(*endpoint));
  talk.store().history(line->positional(0), limit, talk.context(),
                       [&talk](const Result<std::vector<store::HistoryEntry>>& entries) {
                         if (!entries) return talk.finish(failed(entries.error()));
                         for (const store::HistoryEntry& entry : *entries)
                           std::printf("%llu\t%s\t%s\t%s\n", static_cast<unsigned long long>(entry.revision),
                                       entry.time.c_str(), entry.who.c_str(), entry.why.c_str());
                         talk.finish(kDone);
                       });
  return talk.run();
}

constexpr std::array kCommands{
    Command{"policy get", "SERVICE --consul URL", "the policy in force", get},
    Command{"policy put", "FILE --consul URL [-m WHY]",
            "publishes a policy, with its history and audit entries", put},
    Command{"policy history", "SERVICE --consul URL [--limit N]", "revision, time, who and why, newest first",
            history},
};

}  // namespace

std::span<const Command> storeCommands() {
  return kCommands;
}

}  // namespace halftone::ctl
