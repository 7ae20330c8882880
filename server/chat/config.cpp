// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/config.h"

#include <sys/resource.h>

#include <algorithm>

#include "server/chat/names.h"
#include "server/chat/rememberedhead.h"

namespace halftone::chat {

namespace {

constexpr int kSpareDescriptors = 256;  // beside the sessions': listeners, store, admin, refusals

bool isLoopback(const net::SocketAddress& address) {
  const std::string host = address.host();
  return host.starts_with("127.") || host == "::1";
}

// As many sessions as this process may have descriptors, once it has asked for all that it may.
int descriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 && ::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  return static_cast<int>(std::min<rlim_t>(limit.rlim_cur, 1'000'000));
}

Result<BackplaneChoice> readBackplane(const role::Options& options) {
  BackplaneChoice choice;
  const std::string value = options.value("backplane", "memory");
  constexpr std::string_view kSqlite = "sqlite:";
  const bool isSqlite = value.starts_with(kSqlite) && value.size() > kSqlite.size();
  if (isSqlite) choice.sqlitePath = value.substr(kSqlite.size());
  const bool isRedis = value.starts_with("redis:");
  if (isRedis) choice.redis = RedisAddress::parse(value);
  if (isRedis ? !choice.redis : !isSqlite && value != "memory")
    return fail(ErrorCode::Invalid, "--backplane",
                "must be sqlite:PATH, redis://[[USER]:PASSWORD@]HOST:PORT[/DATABASE] or memory");
  const std::string sync = options.value("store-sync", "normal");
  if (sync != "normal" && sync != "full")
    return fail(ErrorCode::Invalid, "--store-sync", "must be normal or full");
  choice.sync = sync == "full" ? StoreSync::Full : StoreSync::Normal;
  auto keep = options.number("keep", choice.isMemory() ? 1'000 : 10'000, 1, 10'000'000);
  if (!keep) return tl::unexpected(keep.error());
  choice.keep = static_cast<std::size_t>(*keep);
  auto idLife = options.number("id-life-s", 6 * 3600, 1, 30 * 24 * 3600);
  if (!idLife) return tl::unexpected(idLife.error());
  choice.idLife = std::chrono::seconds(*idLife);
  return choice;
}

Result<OriginRules> readOrigins(const role::Options& options, const net::SocketAddress& listen) {
  if (options.has("any-origin")) return OriginRules::any();
  if (options.has("origin")) {
    auto rules = OriginRules::parse(options.value("origin"));
    if (!rules) return fail(ErrorCode::Invalid, "--origin", rules.error().toString());
    return rules;
  }
  return isLoopback(listen) ? OriginRules::loopback() : OriginRules::own();
}

// Reads whole numbers into limits; keeps the first error.
class Numbers {
 public:
  explicit Numbers(const role::Options& options) : m_options(options) {}

  int read(std::string_view name, int fallback, int low, int high) {
    const Result<int> number = m_options.number(name, fallback, low, high);
    if (!number && m_result) m_result = tl::unexpected(number.error());
    return number.value_or(fallback);
  }
  [[nodiscard]] const Result<void>& result() const { return m_result; }

 private:
  const role::Options& m_options;
  Result<void> m_result;
};

Result<Limits> readLimits(const role::Options& options, bool isMemory) {
  Numbers numbers(options);
  Limits limits;
  const int fits = std::max(descriptorLimit() - kSpareDescriptors, 64);
  limits.maxSessions = static_cast<std::size_t>(numbers.read("max-sessions", fits, 1, fits));
  limits.maxRooms = static_cast<std::size_t>(numbers.read("max-rooms", 50, 1, 10'000));
  limits.maxTextBytes = static_cast<std::size_t>(numbers.read("max-text", 16 * 1024, 1, 60 * 1024));
  limits.maxQueueBytes = static_cast<std::size_t>(numbers.read("max-queue", 1024 * 1024, 4096, 1 << 30));
  // The memory backplane serves tests and measurements beside servers that have no such limit.
  limits.messageRate = numbers.read("message-rate", isMemory ? 0 : 50, 0, 1'000'000);
  limits.acceptRate = numbers.read("accept-rate", 20'000, 0, 1'000'000);
  limits.minFreeBytes = static_cast<std::uint64_t>(numbers.read("min-free-mb", 64, 0, 1'000'000)) << 20;
  limits.pingEvery = std::chrono::milliseconds(numbers.read("ping-ms", 30'000, 100, 3'600'000));
  limits.silence = std::chrono::milliseconds(numbers.read("silence-ms", 60'000, 200, 7'200'000));
  if (!numbers.result()) return tl::unexpected(numbers.result().error());
  return limits;
}

}  // namespace

const std::vector<role::Options::Known>& knownOptions() {
  static const std::vector<role::Options::Known> known{
      {"listen", "A:P", "port for clients; 0 picks a free one", true},
      {"admin", "A:P", "port for operators: health, metrics, sessions, faults", true},
      {"version", "V", "the version this node is: v1, v2 ...", true},
      {"node", "ID", "the node's name, its id in the registry", true},
      {"service", "NAME", "the service it registers as; chat"},
      {"consul", "URL", "registers there (else CONSUL_HTTP_ADDR; neither: it does not)"},
      {"advertise", "HOST", "host that others reach this node by; that of --listen"},
      {"check-interval-ms", "N", "how often the registry checks; 2000"},
      {"backplane", "KIND",
       "sqlite:PATH, shared by the nodes of a machine; redis://[[USER]:PASSWORD@]HOST:PORT[/DB]; or "
       "memory (the default)"},
      {"store-sync", "MODE",
       "full: a stored message survives a power cut; normal (the default): the process's death"},
      {"keep", "N", "messages a room's log keeps; 10000, in memory 1000"},
      {"id-life-s", "N", "seconds that Redis remembers a client's id of a message, for idempotence; 21600"},
      {"origin", "LIST", "origins of pages that may connect: https://a.example,https://*.b.example"},
      {"trusted", "CIDR,...", "proxies in front, whose X-Forwarded-For counts; 127.0.0.0/8,::1"},
      {"any-origin", nullptr, "pages of any origin may connect"},
      {"deflate", nullptr, "agrees to permessage-deflate: fewer bytes for more processor time"},
      {"max-sessions", "N", "sessions; as many as there may be descriptors"},
      {"max-rooms", "N", "rooms of a session; 50"},
      {"max-text", "BYTES", "of a message's text; 16384"},
      {"max-queue", "BYTES", "waiting for a slow reader before it is closed; 1048576"},
      {"message-rate", "N", "frames a second of a session, 0: any; 50, with the memory backplane 0"},
      {"accept-rate", "N", "connections accepted a second, others wait their turn, 0: any; 20000"},
      {"min-free-mb", "N", "free space of the SQLite file's disk, with less /health is 503; 64"},
      {"ping-ms", "N", "between pings; 30000"},
      {"silence-ms", "N", "without a sign of life until a connection is dropped; 60000"},
  };
  return known;
}

Result<NodeConfig> readConfig(const role::Options& options) {
  NodeConfig config;
  config.node = options.value("node");
  config.version = options.value("version");
  config.service = options.value("service", "chat");
  config.advertise = options.value("advertise");
  for (const auto& [option, name] :
       {std::pair{"--node", &config.node}, {"--version", &config.version}, {"--service", &config.service}}) {
    if (!isValidName(*name)) return fail(ErrorCode::Invalid, option, "must be a name of 1 to 128 bytes");
  }
  auto listen = options.address("listen");
  auto admin = options.address("admin");
  if (!listen || !admin) return tl::unexpected(listen ? admin.error() : listen.error());
  config.listen = *listen;
  config.admin = *admin;
  if (role::isConsulGiven(options)) {
    auto endpoint = role::consulEndpoint(options);
    if (!endpoint) return tl::unexpected(endpoint.error());
    config.consul = std::move(*endpoint);
  }
  auto interval = options.number("check-interval-ms", 2000, 100, 3'600'000);
  if (!interval) return tl::unexpected(interval.error());
  config.checkInterval = std::chrono::milliseconds(*interval);
  auto backplane = readBackplane(options);
  if (!backplane) return tl::unexpected(backplane.error());
  config.backplane = std::move(*backplane);
  auto origins = readOrigins(options, config.listen);
  if (!origins) return tl::unexpected(origins.error());
  config.origins = std::move(*origins);
  config.deflate = options.has("deflate");
  auto trusted = parseTrusted(options.value("trusted", "127.0.0.0/8,::1"));
  if (!trusted) return fail(ErrorCode::Invalid, "--trusted", "must be address blocks: 10.0.0.0/8,::1");
  config.trusted = std::move(*trusted);
  auto limits = readLimits(options, config.backplane.isMemory());
  if (!limits) return tl::unexpected(limits.error());
  config.limits = *limits;
  return config;
}

}  // namespace halftone::chat
