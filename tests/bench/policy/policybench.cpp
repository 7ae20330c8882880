// SPDX-License-Identifier: GPL-3.0-or-later
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"
#include "tests/bench/policy/allocations.h"

// What a decision costs: `bench_policy` prints nanoseconds, allocations, and the ratio of 1,000 rules to 10.

namespace {

using namespace halftone;

// Each rule tests another header value, user range or CIDR block, in turn.
policy::Policy policyOfRules(int rules) {
  policy::Policy policy;
  policy.service = "chat";
  policy.identity = {{policy::IdentitySource::Kind::Header, "X-User-ID"},
                     {policy::IdentitySource::Kind::Cookie, "uid"}};
  policy.versions = {{"v1", {}}, {"v2", {}}};
  policy.stable = "v1";
  policy.defaultRule.split = {{"v2", BasisPoints(500)}, {"v1", BasisPoints(9500)}};
  for (int i = 0; i < rules; ++i) {
    policy::Condition condition;
    if (i % 3 == 0) {
      condition.attribute = {policy::Attribute::Kind::Header, "X-Tenant"};
      condition.op = policy::Operator::Is;
      condition.values = {"tenant-" + std::to_string(i)};
    } else if (i % 3 == 1) {
      condition.attribute = {policy::Attribute::Kind::User, {}};
      condition.op = policy::Operator::Range;
      condition.low = i * 1000;
      condition.high = i * 1000 + 499;
    } else {
      condition.attribute = {policy::Attribute::Kind::Ip, {}};
      condition.op = policy::Operator::In;
      condition.values = {"10." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ".0/24"};
    }
    policy::Rule rule;
    rule.name = "rule " + std::to_string(i);
    rule.when = {condition};
    rule.split = {{"v2", BasisPoints(2000)}, {"v1", BasisPoints(8000)}};
    policy.rules.push_back(std::move(rule));
  }
  return policy;
}

// A browser's request: 12 headers, 3 cookies, 4 query parameters.
struct Sample {
  std::string target, cookie, user, tenant;
  std::vector<Field> fields;
  std::optional<policy::Address> client;

  Sample(int number, int rules, std::mt19937& random) {
    // A third of the requests match a rule, each of another one, the others none.
    const int rule = static_cast<int>(random() % static_cast<unsigned>(std::max(rules, 1)));
    const bool matches = number % 3 == 0;
    target =
        "/chat/rooms/" + std::to_string(random() % 1000) + "?page=2&limit=50&lang=zh-CN&since=1763800000";
    cookie = "theme=dark; uid=" + std::to_string(number) + "; session=0123456789abcdef0123456789abcdef";
    user = std::to_string(matches && rule % 3 == 1 ? rule * 1000 + 7
                                                   : 900'000'000 + static_cast<int>(random() % 1000000));
    tenant = matches && rule % 3 == 0 ? "tenant-" + std::to_string(rule)
                                      : "tenant-none-" + std::to_string(random() % 1000);
    const bool inBlock = matches && rule % 3 == 2;
    client = policy::Address::parse(inBlock ? "10." + std::to_string(rule / 256) + "." +
                                                  std::to_string(rule % 256) + ".77"
                                            : "172.16." + std::to_string(random() % 256) + ".9");
    fields = {{"Host", "chat.example.com"},
              {"User-Agent",
               "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
               "Chrome/119.0.0.0 Safari/537.36"},
              {"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
              {"Accept-Encoding", "gzip, deflate, br"},
              {"Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8"},
              {"Cache-Control", "no-cache"},
              {"Connection", "keep-alive"},
              {"Cookie", cookie},
              {"Referer", "https://chat.example.com/"},
              {"X-User-ID", user},
              {"X-Tenant", tenant},
              {"X-Request-ID", "7f3f6d1e-0f86-4b2a-9d9e-0d7c4d6f1a2b"}};
  }

  [[nodiscard]] policy::Request view() const {
    policy::Request request;
    request.method = "GET";
    request.target = target;
    request.fields = fields;
    request.client = client;
    return request;
  }
};

struct Scene {
  std::shared_ptr<const policy::RouteTable> table;
  std::vector<Sample> samples;
  std::vector<policy::Request> requests;

  explicit Scene(int rules) : table(*policy::compile(policyOfRules(rules))) {
    std::mt19937 random(20261122);
    for (int i = 0; i < 1024; ++i) samples.emplace_back(i, rules, random);
    for (const Sample& sample : samples) requests.push_back(sample.view());
  }
};

void decide(benchmark::State& state) {
  const Scene scene(static_cast<int>(state.range(0)));
  std::size_t next = 0;
  const std::uint64_t before = bench::allocations();
  for (auto _ : state) {
    benchmark::DoNotOptimize(scene.table->decide(scene.requests[next], {}, 0));
    next = (next + 1) % scene.requests.size();
  }
  state.counters["allocations"] = static_cast<double>(bench::allocations() - before);
}

void explain(benchmark::State& state) {
  const Scene scene(static_cast<int>(state.range(0)));
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(scene.table->explain(scene.requests[next], {}, 0));
    next = (next + 1) % scene.requests.size();
  }
}

void compile(benchmark::State& state) {
  const policy::Policy policy = policyOfRules(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(policy::compile(policy));
}

void readJson(benchmark::State& state) {
  const std::string text = codec::writePolicy(policyOfRules(static_cast<int>(state.range(0))));
  for (auto _ : state) benchmark::DoNotOptimize(codec::readPolicy(text));
}

// The median of rounds that take turns, so that whatever else the machine does falls on both alike.
void printRatio() {
  // Processor time of this thread: other programs' turns do not count.
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
  };
  const Scene few(10);
  const Scene many(1000);
  const auto round = [&now](const Scene& scene) {
    const double start = now();
    for (int i = 0; i < 20; ++i)
      for (const policy::Request& request : scene.requests)
        benchmark::DoNotOptimize(scene.table->decide(request, {}, 0));
    return (now() - start) / (20.0 * static_cast<double>(scene.requests.size()));
  };
  std::vector<double> fewTimes;
  std::vector<double> manyTimes;
  for (int i = 0; i < 101; ++i) {
    fewTimes.push_back(round(few));
    manyTimes.push_back(round(many));
  }
  std::sort(fewTimes.begin(), fewTimes.end());
  std::sort(manyTimes.begin(), manyTimes.end());
  std::printf("median decision: %.0f ns with 10 rules, %.0f ns with 1000 rules, ratio %.2f\n", fewTimes[50],
              manyTimes[50], manyTimes[50] / fewTimes[50]);
}

}  // namespace

BENCHMARK(decide)->Arg(0)->Arg(10)->Arg(100)->Arg(1000)->Arg(10000);
BENCHMARK(explain)->Arg(10)->Arg(1000);
BENCHMARK(compile)->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(readJson)->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  printRatio();
  return 0;
}
