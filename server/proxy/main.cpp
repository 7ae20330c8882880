// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/main.h"

#include <sys/resource.h>

#include <QCoreApplication>
#include <QSysInfo>
#include <algorithm>
#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "server/net/httphead.h"
#include "server/proxy/filesource.h"
#include "server/proxy/proxy.h"
#include "server/role/role.h"

namespace halftone::proxy {

namespace {

const std::vector<role::Options::Known> kOptions{
    {"service", "S", "the service whose requests are routed", true},
    {"listen", "A:P", "where clients connect; port 0 picks a free one", true},
    {"admin", "A:P", "health, metrics and the stream; port 0 picks a free one", true},
    {"consul", "URL", "policy and instances come from this Consul; else CONSUL_HTTP_ADDR", false},
    {"snapshot", "FILE", "keeps the last policy and instances there, to start from while Consul is away",
     false},
    {"policy", "FILE", "without Consul: the policy", false},
    {"endpoints", "FILE", "without Consul: {\"v1\":[\"127.0.0.1:9001\"]}", false},
    {"handover", "PATH",
     "a Unix socket: the next proxy with the same path takes the port over without a loss", false},
    {"drain", "SECONDS", "how long requests and WebSockets may go on at the end (default: 5)", false},
    {"access-log", "FILE", "a line of JSON for each request; follows the file when it is renamed", false},
    {"access-log-share", "PERCENT", "of the requests (default: 100)", false},
    {"otlp", "URL", "spans go to this collector, http(s)://HOST:PORT, as OTLP/HTTP JSON", false},
    {"trace-share", "PERCENT", "of the requests that nobody traces yet (default: 1)", false},
    {"samples", "N", "heads a second and worker for /v1/samples (default: 10; 0: none)", false},
    {"redact", "NAME,...", "fields whose values samples hide, besides Authorization and its like", false},
    {"keep-cookies", "NAME,...", "cookies whose values samples show, besides the identity's", false},
    {"admin-token-file", "FILE", "the admin port wants this token; without one it has to be on loopback",
     false},
    {"workers", "N", "threads of the data plane (default: the number of cores)", false},
    {"node", "ID", "the name of this proxy (default: host and port or process)", false},
    {"no-version-header", nullptr, "answers do not carry X-Halftone-Version", false},
    {"tls-cert", "FILE,...", "clients come with TLS: certificate chains (PEM), the first is the default",
     false},
    {"tls-key", "FILE,...", "their keys, in the same order (default: in the files of --tls-cert)", false},
    {"upstream-tls", "NAME", "instances speak TLS, with certificates for this name", false},
    {"upstream-ca", "FILE", "who vouches for them (PEM; default: the system's authorities)", false},
    {"region", "NAME", "where this proxy is: instances whose meta `region` says the same may come first",
     false},
    {"geoip", "FILE", "a MaxMind database that tells the region of clients without X-Region", false},
    {"jwt-keys", "FILE",
     "the keys that tokens are verified with, where the policy says `jwt`; read anew when it changes", false},
    {"max-body", "BYTES", "the largest body of a request; more is told 413 (default: any)", false},
    {"trusted", "CIDR,...", "proxies in front of this one, whose X-Forwarded-For and Forwarded count", false},
    {"proxy-protocol", "CIDR,...", "balancers whose connections begin with a PROXY header, version 1 or 2",
     false},
};

constexpr std::size_t kReservedDescriptors = 256;

Result<std::vector<policy::Cidr>> readBlocks(const role::Options& options, const char* name) {
  const std::string text = options.value(name);
  std::string_view list = text;
  std::vector<policy::Cidr> blocks;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view item = list.substr(0, end);
    const auto cidr = policy::Cidr::parse(item);
    if (!cidr) {
      return fail(ErrorCode::Invalid, std::string("--") + name, "no address block: " + std::string(item));
    }
    blocks.push_back(*cidr);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return blocks;
}

// Takes what the system lets us have, and shares it: a client may need a connection of its own to an
// instance.
std::size_t clientsPerWorker(int workers) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return Settings().maxClients;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  const std::size_t descriptors = std::min<std::size_t>(limit.rlim_cur, 2'000'000);
  const std::size_t usable =
      descriptors > 2 * kReservedDescriptors ? descriptors - kReservedDescriptors : descriptors / 2;
  return std::max<std::size_t>(usable / 2 / static_cast<std::size_t>(workers), 16);
}

std::vector<std::string> splitList(const std::string& text) {
  std::vector<std::string> items;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    items.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return items;
}

Result<void> readTls(const role::Options& options, ProxyOptions& result) {
  const std::vector<std::string> chains = splitList(options.value("tls-cert"));
  const std::vector<std::string> keys = options.has("tls-key") ? splitList(options.value("tls-key")) : chains;
  if (keys.size() != chains.size()) {
    return fail(ErrorCode::Invalid, "--tls-key", "give a key for each certificate of --tls-cert");
  }
  for (std::size_t i = 0; i < chains.size(); ++i) result.certificates.push_back({chains[i], keys[i]});
  if (!options.has("upstream-tls")) return {};
  auto tls = net::TlsClientContext::load(options.value("upstream-tls"), options.value("upstream-ca"));
  if (!tls) return tl::unexpected(tls.error());
  result.settings.upstreamTls = std::move(*tls);
  return {};
}

Result<double> readShare(const role::Options& options, const char* name, double fallback) {
  if (!options.has(name)) return fallback / 100;
  const std::string text = options.value(name);
  double percent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
  if (error != std::errc{} || end != text.data() + text.size() || !(percent >= 0 && percent <= 100)) {
    return fail(ErrorCode::Invalid, std::string("--") + name, "'" + text + "' is no percentage");
  }
  return percent / 100;
}

Result<void> readTelling(const role::Options& options, ProxyOptions& result) {
  JournalSettings& journal = result.settings.journal;
  const auto logShare = readShare(options, "access-log-share", 100);
  const auto traceShare = readShare(options, "trace-share", 1);
  const auto samples = options.number("samples", 10, 0, 1'000);
  if (!logShare) return tl::unexpected(logShare.error());
  if (!traceShare) return tl::unexpected(traceShare.error());
  if (!samples) return tl::unexpected(samples.error());
  result.telling.accessLog = options.value("access-log");
  if (options.has("access-log")) journal.logShare = *logShare;
  if (options.has("otlp")) {
    const auto collector = parseCollector(options.value("otlp"));
    if (!collector) return tl::unexpected(collector.error());
    result.telling.collector = *collector;
    journal.tracing = true;
    journal.traceShare = *traceShare;
  }
  journal.samplesPerSecond = static_cast<unsigned>(*samples);
  Redaction& redaction = result.telling.redaction;
  for (std::string& name : splitList(options.value("redact"))) redaction.fields.push_back(std::move(name));
  redaction.keptCookies = splitList(options.value("keep-cookies"));
  return {};
}

// What the admin port shows is not for everybody: elsewhere than on loopback it wants a token.
Result<void> readAdminToken(const role::Options& options, ProxyOptions& result) {
  constexpr std::size_t kMaxToken = 4'096;
  if (options.has("admin-token-file")) {
    const std::string path = options.value("admin-token-file");
    std::ifstream file(path);
    std::getline(file, result.adminToken);
    if (!file || result.adminToken.empty() || result.adminToken.size() > kMaxToken) {
      return fail(ErrorCode::Invalid, path, "holds no token in its first line");
    }
    return {};
  }
  const std::string host = result.admin.host();
  if (host.starts_with("127.") || host == "::1") return {};
  return fail(ErrorCode::Invalid, "--admin", "is not on loopback: give --admin-token-file as well");
}

Result<ProxyOptions> readOptions(const role::Options& options) {
  ProxyOptions result;
  Settings& settings = result.settings;
  settings.service = options.value("service");
  settings.versionHeader = !options.has("no-version-header");
  const auto listen = options.address("listen");
  const auto admin = options.address("admin");
  if (!listen) return tl::unexpected(listen.error());
  if (!admin) return tl::unexpected(admin.error());
  result.listen = *listen;
  result.admin = *admin;
  const int cores = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 64U));
  const auto workers = options.number("workers", cores, 1, 256);
  if (!workers) return tl::unexpected(workers.error());
  result.workers = *workers;
  settings.maxClients = clientsPerWorker(*workers);
  if (const auto telling = readTelling(options, result); !telling) return tl::unexpected(telling.error());
  if (const auto token = readAdminToken(options, result); !token) return tl::unexpected(token.error());
  if (const auto tls = readTls(options, result); !tls) return tl::unexpected(tls.error());
  if (options.has("max-body")) {
    const auto maxBody = net::parseContentLength(options.value("max-body"));
    if (!maxBody) return fail(ErrorCode::Invalid, "--max-body", "is no number of bytes");
    settings.maxBody = *maxBody;
  }
  auto trusted = readBlocks(options, "trusted");
  auto balancers = readBlocks(options, "proxy-protocol");
  if (!trusted) return tl::unexpected(trusted.error());
  if (!balancers) return tl::unexpected(balancers.error());
  settings.trusted = std::move(*trusted);
  settings.proxyProtocol = std::move(*balancers);
  settings.node = options.value("node");
  result.handover = options.value("handover");
  const auto drain = options.number("drain", 5, 0, 86'400);
  if (!drain) return tl::unexpected(drain.error());
  settings.timeouts.drain = std::chrono::seconds(*drain);
  settings.region = options.value("region");
  if (options.has("geoip")) {
    auto geo = geo::RegionDatabase::open(options.value("geoip"));
    if (!geo) return tl::unexpected(geo.error());
    settings.geo = std::move(*geo);
  }
  if (options.has("jwt-keys")) {
    auto keys = filters::JwtKeys::read(options.value("jwt-keys"));
    if (!keys) return tl::unexpected(keys.error());
    result.jwtKeys = std::make_shared<JwtKeyFile::Keys>();
    result.jwtKeys->publish(std::move(*keys));
    result.jwtKeyFile = options.value("jwt-keys");
    settings.jwtKeys = result.jwtKeys;
  }

  const bool fromFiles = options.has("policy") && options.has("endpoints");
  const bool anyFile = options.has("policy") || options.has("endpoints");
  if ((options.has("consul") && anyFile) || (!fromFiles && (anyFile || !role::isConsulGiven(options)))) {
    return fail(ErrorCode::Invalid, {}, "give either --consul, or --policy and --endpoints");
  }
  if (fromFiles) {
    auto routing = readRoutingFiles(options.value("policy"), options.value("endpoints"), settings.service);
    if (!routing) return tl::unexpected(routing.error());
    result.routing = std::move(*routing);
    return result;
  }
  auto endpoint = role::consulEndpoint(options);
  if (!endpoint) return tl::unexpected(endpoint.error());
  result.consul = std::move(*endpoint);
  result.snapshot = options.value("snapshot");
  return result;
}

}  // namespace

int run(const QStringList& arguments) {
  if (arguments.contains(QStringLiteral("--help"))) {
    std::printf("%s", role::usage("proxy", kOptions).c_str());
    return 0;
  }
  const auto parsed = role::Options::parse(arguments, kOptions);
  if (!parsed) return role::fatal(parsed.error());
  auto options = readOptions(*parsed);
  if (!options) return role::fatal(options.error());
  if (options->settings.node.empty()) {
    const auto port = options->listen.port();
    options->settings.node = QSysInfo::machineHostName().toStdString() + '-' +
                             std::to_string(port != 0 ? port : QCoreApplication::applicationPid());
  }
  const std::string node = options->settings.node;

  std::unique_ptr<Proxy> proxy;
  const role::Termination termination([&proxy] { proxy->stop([] { QCoreApplication::quit(); }); });
  auto started = Proxy::start(std::move(*options));
  if (!started) return role::fatal(started.error());
  proxy = std::move(*started);
  QObject::connect(proxy.get(), &Proxy::succeeded, proxy.get(),
                   [&proxy] { proxy->stop([] { QCoreApplication::quit(); }); });
  role::printReady(nlohmann::ordered_json{{"role", "proxy"},
                                          {"node", node},
                                          {"listen", proxy->address().toString()},
                                          {"admin", proxy->adminAddress().toString()}}
                       .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  return QCoreApplication::exec();
}

}  // namespace halftone::proxy
