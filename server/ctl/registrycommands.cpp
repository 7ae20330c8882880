// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ctl/registrycommands.h"

#include <QUrl>
#include <array>
#include <charconv>
#include <cstdio>

#include "backend/consul/instances.h"
#include "server/ctl/conversation.h"
#include "server/ctl/files.h"

namespace halftone::ctl {

namespace {

constexpr std::size_t kMaxValueBytes = 512 * 1024;  // Consul's own limit

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ',';
    text += word;
  }
  return text;
}

int services(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--consul"}}, 0);
  if (!line) return misused(line.error());
  auto endpoint = endpointOf(*line);
  if (!endpoint) return misused(endpoint.error());
  Conversation talk(std::move(*endpoint));
  talk.client().get(QStringLiteral("/v1/catalog/services"), QStringLiteral("stale"), talk.context(),
                    [&talk](const Result<consul::Answer>& answer) {
                      if (!answer) return talk.finish(failed(answer.error()));
                      const auto known = consul::parseServices(answer->body);
                      if (!known) return talk.finish(failed(known.error()));
                      for (const auto& [name, tags] : *known)
                        std::printf("%s\t%s\n", name.c_str(), joined(tags).c_str());
                      talk.finish(kDone);
                    });
  return talk.run();
}

void print(const consul::Instance& instance) {
  const auto version = instance.meta.find("version");
  std::printf("%s\t%s\t%s:%d\t%s\t%s\t%s\n", instance.id.c_str(), instance.node.c_str(),
              instance.address.c_str(), instance.port, consul::toString(instance.state()),
              version == instance.meta.end() ? "" : version->second.c_str(), joined(instance.tags).c_str());
}

int instances(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--consul"}, {"--passing", false}, {"--filter"}}, 1);
  if (!line) return misused(line.error());
  auto endpoint = endpointOf(*line);
  if (!endpoint) return misused(endpoint.error());
  const QString name = QString::fromStdString(line->positional(0));
  QString query = line->has("--passing") ? QStringLiteral("stale&passing") : QStringLiteral("stale");
  if (const auto filter = line->value("--filter")) {
    query += QStringLiteral("&filter=") +
             QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(*filter)));
  }
  Conversation talk(std::move(*endpoint));
  talk.client().get(
      QStringLiteral("/v1/health/service/") + QString::fromLatin1(QUrl::toPercentEncoding(name)), query,
      talk.context(), [&talk, &line](const Result<consul::Answer>& answer) {
        if (!answer) return talk.finish(failed(answer.error()));
        const auto found = consul::parseInstances(answer->body);
        if (!found) return talk.finish(failed(found.error()));
        for (const consul::Instance& instance : *found) print(instance);
        // A mistyped name and a service without instances look the same to Consul (contract, pitfall 22).
        if (found->empty())
          return talk.finish(failed({ErrorCode::NotFound, line->positional(0), "has no such instance"}));
        talk.finish(kDone);
      });
  return talk.run();
}

int getKey(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--consul"}, {"--detailed", false}}, 1);
  if (!line) return misused(line.error());
  auto endpoint = endpointOf(*line);
  if (!endpoint) return misused(endpoint.error());
  Conversation talk(std::move(*endpoint));
  talk.client().readKey(
      line->positional(0), talk.context(), [&talk, &line](const Result<consul::KvEntry>& entry) {
        if (!entry) return talk.finish(failed(entry.error()));
        if (line->has("--detailed"))
          std::printf("index\t%llu\nflags\t%llu\nsession\t%s\n\n",
                      static_cast<unsigned long long>(entry->modifyIndex),
                      static_cast<unsigned long long>(entry->flags), entry->session.c_str());
        std::fwrite(entry->value.data(), 1, entry->value.size(), stdout);
        talk.finish(kDone);
      });
  return talk.run();
}

int putKey(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--consul"}, {"--cas"}}, 2);
  if (!line) return misused(line.error());
  auto endpoint = endpointOf(*line);
  if (!endpoint) return misused(endpoint.error());
  consul::TxnOp operation;
  operation.key = line->positional(0);
  if (const auto text = line->value("--cas")) {
    operation.verb = consul::TxnOp::Verb::Cas;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), operation.index);
    if (error != std::errc() || end != text->data() + text->size())
      return misused(
          {ErrorCode::Invalid, "--cas", "is the index of the value in force; 0: only if there is none"});
  }
  auto value = readFile(line->positional(1), kMaxValueBytes);
  if (!value) return failed(value.error());
  operation.value = std::move(*value);
  Conversation talk(std::move(*endpoint));
  talk.client().transact({operation}, talk.context(),
                         [&talk](const Result<std::vector<consul::KvEntry>>& done) {
                           if (!done) return talk.finish(failed(done.error()));
                           for (const consul::KvEntry& entry : *done)
                             std::printf("%s: index %llu\n", entry.key.c_str(),
                                         static_cast<unsigned long long>(entry.modifyIndex));
                           talk.finish(kDone);
                         });
  return talk.run();
}

constexpr std::array kCommands{
    Command{"catalog services", "--consul URL", "each service with its tags", services},
    Command{"catalog instances", "SERVICE --consul URL [--passing] [--filter EXPRESSION]",
            "id, node, address, state, version and tags of each; 1 if there is none", instances},
    Command{"kv get", "KEY --consul URL [--detailed]", "the bytes of a key; 1 if there is none", getKey},
    Command{"kv put", "KEY FILE --consul URL [--cas INDEX]",
            "writes a key; with --cas only over that index, 0: only a new one; 1 if refused", putKey},
};

}  // namespace

std::span<const Command> registryCommands() {
  return kCommands;
}

}  // namespace halftone::ctl
