// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "backend/codec/policyjson.h"
#include "backend/codec/requestjson.h"
#include "backend/policy/compile.h"

// bench_decisions POLICY REQUESTS: the processor time of one decision in nanoseconds, over the requests of a
// file of one a line, as the median of rounds. `peers.py` runs it beside nginx.

namespace {

using namespace halftone;

constexpr int kRounds = 51;
constexpr double kDecisionsARound = 200'000;

[[noreturn]] void die(const std::string& why) {
  std::fprintf(stderr, "bench_decisions: %s\n", why.c_str());
  std::exit(2);
}

std::ifstream opened(const char* path) {
  std::ifstream file(path);
  if (!file) die(std::string(path) + " cannot be read");
  return file;
}

std::shared_ptr<const policy::RouteTable> tableOf(const char* path) {
  std::ostringstream text;
  text << opened(path).rdbuf();
  const auto policy = codec::readPolicy(text.str());
  if (!policy) die(policy.error().front().pointer + ": " + policy.error().front().message);
  const auto table = policy::compile(*policy);
  if (!table) die(table.error().front().pointer + ": " + table.error().front().message);
  return *table;
}

double threadNanoseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) die("usage: bench_decisions POLICY REQUESTS");
  const auto table = tableOf(argv[1]);
  std::vector<codec::RequestDocument> documents;
  std::ifstream lines = opened(argv[2]);
  for (std::string line; std::getline(lines, line);) {
    auto document = codec::readRequest(line);
    if (!document) die(document.error().toString());
    documents.push_back(std::move(*document));
  }
  if (documents.empty()) die(std::string(argv[2]) + " holds no request");
  std::vector<policy::Request> requests;
  for (const codec::RequestDocument& document : documents) requests.push_back(document.view());

  const int turns = std::max(1, static_cast<int>(kDecisionsARound / static_cast<double>(requests.size())));
  std::vector<double> rounds;
  std::uint32_t random = 1;
  long long sum = 0;  // printed, so that no decision can be left out
  for (int round = 0; round < kRounds; ++round) {
    const double start = threadNanoseconds();
    for (int turn = 0; turn < turns; ++turn)
      for (const policy::Request& request : requests)
        sum += table->decide(request, {}, random += 2654435769U).version;
    rounds.push_back((threadNanoseconds() - start) / (turns * static_cast<double>(requests.size())));
  }
  std::sort(rounds.begin(), rounds.end());
  std::printf("%.1f ns a decision (sum %lld)\n", rounds[rounds.size() / 2], sum);
  return 0;
}
