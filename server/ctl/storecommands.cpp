// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ctl/storecommands.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "backend/policy/compile.h"
#include "server/ctl/conversation.h"
#include "server/ctl/files.h"

namespace halftone::ctl {

namespace {

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

std::optional<std::uint64_t> readRevision(const std::string& text) {
  std::uint64_t revision = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), revision);
  if (error != std::errc() || end != text.data() + text.size() || revision == 0) return std::nullopt;
  return revision;
}

int rollback(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--consul"}, {"-m"}}, 2);
  if (!line) return misused(line.error());
  auto endpoint = endpointOf(*line);
  if (!endpoint) return misused(endpoint.error());
  const auto revision = readRevision(line->positional(1));
  if (!revision) return misused({ErrorCode::Invalid, line->positional(1), "is no revision: a number from 1"});
  store::Rollback wanted;
  wanted.service = line->positional(0);
  wanted.revision = *revision;
  wanted.actor = store::Actor::ofThisProcess("halftonectl");
  wanted.why = line->value("-m").value_or(std::string());
  Conversation talk(std::move(*endpoint));
  talk.store().load(wanted.service, talk.context(), [&](const Result<store::StoredPolicy>& stored) {
    if (!stored && stored.error().code != ErrorCode::NotFound) return talk.finish(failed(stored.error()));
    if (stored) {
      wanted.baseModifyIndex = stored->modifyIndex;
      wanted.baseRevision = stored->revision;
    }
    talk.store().rollback(wanted, talk.context(), [&](const Result<store::StoredPolicy>& published) {
      if (!published) return talk.finish(failed(published.error()));
      std::printf("%s: revision %llu is in force, with what revision %llu said\n", wanted.service.c_str(),
                  static_cast<unsigned long long>(published->revision),
                  static_cast<unsigned long long>(wanted.revision));
      talk.finish(kDone);
    });
  });
  return talk.run();
}

// The document with its rules by their names, so that one that was moved or added does not make all others
// differ.
nlohmann::json comparable(const std::string& text) {
  nlohmann::json document = nlohmann::json::parse(text, nullptr, false);
  if (document.is_discarded()) return nullptr;
  if (!document.is_object() || !document.contains("rules") || !document["rules"].is_array()) return document;
  nlohmann::json byName = nlohmann::json::object();
  for (const nlohmann::json& rule : document["rules"]) {
    const bool isNamed = rule.is_object() && rule.contains("name") && rule["name"].is_string();
    byName[isNamed ? rule["name"].get<std::string>() : std::string()] = rule;
  }
  document["rules"] = std::move(byName);
  return document;
}

void printDifferences(const std::string& before, const std::string& after) {
  const nlohmann::json old = comparable(before);
  for (const nlohmann::json& change : nlohmann::json::diff(old, comparable(after))) {
    const std::string path = change.value("path", std::string());
    const nlohmann::json::json_pointer at(path);
    const char mark = change.value("op", std::string()) == "add" ? '+' : '-';
    if (mark == '-') std::printf("- %s: %s\n", path.c_str(), old.at(at).dump().c_str());
    if (change.contains("value")) std::printf("+ %s: %s\n", path.c_str(), change["value"].dump().c_str());
  }
}

int diff(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--consul"}}, 3);
  if (!line) return misused(line.error());
  auto endpoint = endpointOf(*line);
  if (!endpoint) return misused(endpoint.error());
  const auto from = readRevision(line->positional(1));
  const auto to = readRevision(line->positional(2));
  if (!from || !to) return misused({ErrorCode::Invalid, {}, "revisions are numbers from 1"});
  const std::string service = line->positional(0);
  Conversation talk(std::move(*endpoint));
  talk.store().revision(service, *from, talk.context(), [&](const Result<store::HistoryEntry>& before) {
    if (!before) return talk.finish(failed(before.error()));
    const auto compare = [&talk, old = before->text](const Result<store::HistoryEntry>& after) {
      if (!after) return talk.finish(failed(after.error()));
      printDifferences(old, after->text);
      talk.finish(kDone);
    };
    talk.store().revision(service, *to, talk.context(), compare);
  });
  return talk.run();
}

constexpr std::array kCommands{
    Command{"policy get", "SERVICE --consul URL", "the policy in force", get},
    Command{"policy put", "FILE --consul URL [-m WHY]",
            "publishes a policy, with its history and audit entries", put},
    Command{"policy history", "SERVICE --consul URL [--limit N]", "revision, time, who and why, newest first",
            history},
    Command{"policy rollback", "SERVICE REVISION --consul URL [-m WHY]",
            "brings a revision back, as a new one on top", rollback},
    Command{"policy diff", "SERVICE REVISION REVISION --consul URL",
            "what differs, \"- pointer: value\" and \"+ pointer: value\"; rules by name", diff},
};

}  // namespace

std::span<const Command> storeCommands() {
  return kCommands;
}

}  // namespace halftone::ctl
