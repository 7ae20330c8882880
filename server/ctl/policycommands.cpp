// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ctl/policycommands.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>

#include "backend/codec/policyjson.h"
#include "backend/codec/requestjson.h"
#include "backend/geo/regiondatabase.h"
#include "backend/policy/compare.h"
#include "backend/policy/words.h"
#include "server/ctl/files.h"

namespace halftone::ctl {

namespace {

using policy::RouteTable;

int check(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {}, 1);
  if (!line) return misused(line.error());
  const auto policy = readPolicyFile(line->positional(0), stdout);
  if (!policy) return kFailed;
  for (const policy::Finding& finding : policy::lint(*policy)) print(stderr, "warning: ", finding);
  return kDone;
}

// How requests are decided and answers printed, from the options of `decide`.
struct Decider {
  std::shared_ptr<const RouteTable> table;
  std::vector<policy::Cidr> trusted;
  std::shared_ptr<const geo::RegionDatabase> regions;
  policy::Availability available;
  bool explains = false;
  std::optional<policy::Language> language;  // sentences instead of JSON
  std::mt19937 random{std::random_device{}()};

  std::string answer(const codec::RequestDocument& document) {
    policy::Request request = document.view(trusted);
    if (regions && request.region.empty() && request.client)
      request.region = regions->regionOf(*request.client);
    const auto bits = static_cast<std::uint32_t>(random());
    if (!explains) return codec::writeDecision(table->decide(request, available, bits), *table);
    const policy::Explanation explanation = table->explain(request, available, bits);
    if (!language) return codec::writeExplanation(explanation, *table);
    std::string text;
    for (const policy::TriedRule& tried : explanation.tried)
      text += policy::sentence(tried, *table, *language) + '\n';
    return text + policy::sentence(explanation.decision, *table, *language);
  }
};

Result<std::vector<policy::Cidr>> readTrusted(const CommandLine& line) {
  std::vector<policy::Cidr> trusted;
  for (const std::string& text : line.values("--trusted")) {
    const auto block = policy::Cidr::parse(text);
    if (!block)
      return fail(ErrorCode::Invalid, "--trusted", "\"" + text + "\" is no address and no CIDR block");
    trusted.push_back(*block);
  }
  return trusted;
}

Result<policy::Availability> readAvailability(const CommandLine& line, const RouteTable& table) {
  policy::Availability available;
  for (const std::string& name : line.values("--unavailable")) {
    const int version = table.versionNumber(name);
    if (version == policy::Decision::kNoVersion)
      return fail(ErrorCode::Invalid, "--unavailable", "the policy has no version \"" + name + "\"");
    available.bits &= ~(std::uint64_t{1} << version);
  }
  return available;
}

// Calls `use` with each request of a file of one a line. A line that is no request is said on stderr and
// handed on as an error; the others are not lost by it. Gives the exit code.
int forEachRequest(const std::string& path,
                   const std::function<void(const Result<codec::RequestDocument>&)>& use) {
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  if (path != "-" && !file) return failed({ErrorCode::Io, path, "cannot be read"});
  std::istream& in = path == "-" ? std::cin : file;
  int result = kDone;
  std::string text;
  for (std::size_t number = 1; std::getline(in, text); ++number) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto document = codec::readRequest(text);
    if (!document) {
      std::fprintf(stderr, "halftonectl: %s: line %zu: %s\n", path.c_str(), number,
                   document.error().toString().c_str());
      result = kFailed;
    }
    use(document);
  }
  if (in.bad()) return failed({ErrorCode::Io, path, "cannot be read to its end"});
  return result;
}

std::string errorLine(const Error& error) {
  std::string escaped;
  for (const char c : error.toString()) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return "{\"error\":\"" + escaped + "\"}";
}

int decide(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words,
                                       {{"--request"},
                                        {"--requests"},
                                        {"--explain", false},
                                        {"--lang"},
                                        {"--trusted"},
                                        {"--unavailable"},
                                        {"--geoip"}},
                                       1);
  if (!line) return misused(line.error());
  if (line->has("--request") == line->has("--requests"))
    return misused({ErrorCode::Invalid, "decide", "needs either --request or --requests"});
  Decider decider;
  if (const auto language = line->value("--lang")) {
    if (*language != "en" && *language != "zh") return misused({ErrorCode::Invalid, "--lang", "is en or zh"});
    decider.language = *language == "zh" ? policy::Language::Chinese : policy::Language::English;
  }
  decider.explains = line->has("--explain") || decider.language;
  const auto trusted = readTrusted(*line);
  if (!trusted) return misused(trusted.error());
  decider.trusted = *trusted;
  if (const auto path = line->value("--geoip")) {
    const auto regions = geo::RegionDatabase::open(*path);
    if (!regions) return failed(regions.error());
    decider.regions = *regions;
  }
  decider.table = compilePolicyFile(line->positional(0));
  if (!decider.table) return kFailed;
  const auto available = readAvailability(*line, *decider.table);
  if (!available) return misused(available.error());
  decider.available = *available;
  if (const auto path = line->value("--requests")) {
    return forEachRequest(*path, [&decider](const Result<codec::RequestDocument>& document) {
      std::puts((document ? decider.answer(*document) : errorLine(document.error())).c_str());
    });
  }
  const std::string path = *line->value("--request");
  const auto text = readFile(path, codec::kMaxRequestBytes);
  if (!text) return failed(text.error());
  const auto document = codec::readRequest(*text);
  if (!document) return failed({document.error().code, path, document.error().toString()});
  std::puts(decider.answer(*document).c_str());
  return kDone;
}

void printTable(const policy::ComparisonReport& report) {
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  };
  using ull = unsigned long long;
  std::printf("requests: %llu, of which %llu (%.2f %%) change version\n", static_cast<ull>(report.requests),
              static_cast<ull>(report.changedRequests), share(report.changedRequests, report.requests));
  std::printf("users:    %llu, of which %llu (%.2f %%) change version\n", static_cast<ull>(report.users),
              static_cast<ull>(report.changedUsers), share(report.changedUsers, report.users));
  if (report.changes.empty()) return;
  std::printf("\n%-12s %-12s %10s %10s  %s\n", "from", "to", "requests", "users", "by rule (before)");
  for (const policy::VersionChange& change : report.changes) {
    std::printf("%-12s %-12s %10llu %10llu  %s (%s)\n", change.from.empty() ? "-" : change.from.c_str(),
                change.to.empty() ? "-" : change.to.c_str(), static_cast<ull>(change.requests),
                static_cast<ull>(change.users), change.rule.c_str(), change.oldRule.c_str());
    for (const std::string& example : change.examples) std::printf("    %s\n", example.c_str());
  }
}

int compare(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {{"--requests"}, {"--json", false}, {"--trusted"}}, 2);
  if (!line) return misused(line.error());
  if (!line->has("--requests")) return misused({ErrorCode::Invalid, "compare", "needs --requests"});
  const auto trusted = readTrusted(*line);
  if (!trusted) return misused(trusted.error());
  const auto before = compilePolicyFile(line->positional(0));
  const auto after = compilePolicyFile(line->positional(1));
  if (!before || !after) return kFailed;
  policy::Comparison comparison(*before, *after);
  std::mt19937 random;  // its fixed seed gives the same report each time
  const int result =
      forEachRequest(*line->value("--requests"), [&](const Result<codec::RequestDocument>& document) {
        const auto bits = static_cast<std::uint32_t>(random());
        if (document) comparison.add(document->view(*trusted), bits);
      });
  if (line->has("--json"))
    std::puts(codec::writeComparison(comparison.report()).c_str());
  else
    printTable(comparison.report());
  return result;
}

int schema(const std::vector<std::string>& words) {
  const auto line = CommandLine::parse(words, {}, 0);
  if (!line) return misused(line.error());
  std::fputs(codec::policySchema(), stdout);
  return kDone;
}

constexpr std::array kCommands{
    Command{"policy check", "FILE", "every error of a policy, one a line; warnings on stderr", check},
    Command{"policy decide",
            "FILE (--request REQ.json | --requests REQS.jsonl) [--explain] [--lang en|zh]\n"
            "                [--trusted CIDR]... [--unavailable VERSION]... [--geoip FILE]",
            "which version answers", decide},
    Command{"policy compare", "OLD NEW --requests REQS.jsonl [--json] [--trusted CIDR]...",
            "what a new policy would change", compare},
    Command{"policy schema", "", "the JSON Schema of policies", schema},
};

}  // namespace

std::span<const Command> policyCommands() {
  return kCommands;
}

}  // namespace halftone::ctl
