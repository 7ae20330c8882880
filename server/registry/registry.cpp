// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/registry.h"

#include <QLoggingCategory>
#include <QString>
#include <algorithm>
#include <array>

#include "server/registry/checkrunner.h"
#include "server/registry/durable.h"
#include "server/registry/identifiers.h"
#include "server/registry/router.h"

namespace halftone::registry {

namespace {

Q_LOGGING_CATEGORY(lcRegistry, "halftone.registry")

constexpr int kServerPort = 8300;  // what the catalog tells of the service "consul"; nothing listens there
constexpr std::size_t kMaxCachedTargets = 1024;

WallTime now() {
  return std::chrono::system_clock::now();
}

bool isPrintable(std::string_view path) {
  return std::all_of(path.begin(), path.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

// The path as a Location field may carry it.
std::string escaped(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/:@!$&'()*+,;=";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string text;
  for (const char c : path) {
    const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (alphanumeric || kPlain.find(c) != std::string_view::npos) {
      text += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      text += '%';
      text += kHex[byte >> 4];
      text += kHex[byte & 15];
    }
  }
  return text;
}

// As Go's http.Redirect: with a link as the body of a GET.
net::HttpResponse movedTo(const std::string& path, const net::HttpRequest& request) {
  const std::string location = escaped(path) + (request.query.empty() ? "" : "?" + request.query);
  net::HttpResponse response = Answer::empty(301);
  response.fields.emplace_back("Location", location);
  if (request.method != "GET") return response;
  const QString link = QString::fromStdString(location).toHtmlEscaped();
  response.fields.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.body = "<a href=\"" + link.toStdString() + "\">Moved Permanently</a>.\n\n";
  return response;
}

// Where Consul looks for a namespace, if only to refuse it.
bool hasNamespaces(std::string_view path) {
  constexpr std::array<std::string_view, 10> kAreas{"/v1/agent/check",
                                                    "/v1/agent/service",
                                                    "/v1/catalog/node/",
                                                    "/v1/catalog/node-services/",
                                                    "/v1/catalog/service",
                                                    "/v1/config",
                                                    "/v1/event/list",
                                                    "/v1/health/",
                                                    "/v1/kv/",
                                                    "/v1/session/"};
  return std::any_of(kAreas.begin(), kAreas.end(),
                     [path](std::string_view area) { return path.starts_with(area); });
}

// X-Consul-Token, else a bearer token; ?token= wins over both.
std::string tokenOf(const net::HttpRequest& request) {
  if (auto token = request.parameter("token"); token && !token->empty()) return *token;
  if (const auto token = request.field("X-Consul-Token"); !token.empty()) return std::string(token);
  const std::string_view authorization = request.field("Authorization");
  constexpr std::string_view kScheme = "bearer ";
  if (foldCase(authorization.substr(0, kScheme.size())) != kScheme) return {};
  std::string_view token = authorization.substr(kScheme.size());
  while (token.starts_with(' ')) token.remove_prefix(1);
  return std::string(token);
}

// Nothing where the request may go on.
std::optional<net::HttpResponse> refuseToken(const std::string& wanted, const net::HttpRequest& request,
                                             const Method& method) {
  if (wanted.empty() || method.anonymous == Anonymous::Open) return std::nullopt;
  const std::string token = tokenOf(request);
  if (token == wanted) return std::nullopt;
  if (!token.empty() && token != "anonymous") return Answer::text(403, "ACL not found");
  const auto list = [](const char* body) {
    net::HttpResponse response = net::HttpResponse::json(200, body);
    response.fields.emplace_back("X-Consul-Index", "1");
    response.fields.emplace_back("X-Consul-KnownLeader", "true");
    response.fields.emplace_back("X-Consul-LastContact", "0");
    return response;
  };
  switch (method.anonymous) {
    case Anonymous::EmptyArray:
      return list("[]");
    case Anonymous::EmptyObject:
      return list("{}");
    case Anonymous::KeyRead:
      if (request.parameter("recurse") || request.parameter("keys")) return Answer::empty(404);
      break;
    case Anonymous::Open:
    case Anonymous::Refused:
      break;
  }
  return Answer::text(403, "Permission denied");
}

}  // namespace

Registry::Registry(Options options)
    : m_options(std::move(options)), m_state(now), m_sessionTimers(m_state, [this](const std::string& id) {
        m_state.begin();
        m_state.eraseSession(id);
        m_state.commit();
        settle();
      }) {}

Registry::~Registry() = default;

Result<std::unique_ptr<Registry>> Registry::create(Options options) {
  std::unique_ptr<Registry> registry(new Registry(std::move(options)));
  if (auto started = registry->start(); !started) return tl::unexpected(started.error());
  return registry;
}

Result<void> Registry::start() {
  Durable::Saved saved;
  if (!m_options.dataFolder.empty()) {
    auto durable = Durable::open(m_options.dataFolder);
    if (!durable) return tl::unexpected(durable.error());
    m_durable = std::move(*durable);
    auto loaded = m_durable->load();
    if (!loaded) return tl::unexpected(loaded.error());
    saved = std::move(*loaded);
  }
  if (!saved.nodeName.empty()) m_options.nodeName = saved.nodeName;
  Node node;
  node.id = saved.nodeId.empty() ? makeUuid() : saved.nodeId;
  node.name = m_options.nodeName;
  node.address = m_options.address;
  for (const char* kind : {"lan", "lan_ipv4", "wan", "wan_ipv4"}) node.taggedAddresses[kind] = node.address;
  node.meta["consul-network-segment"] = "";
  if (m_durable) {
    if (auto done = m_durable->saveNode(node); !done) return done;
  }

  m_agent = std::make_unique<LocalAgent>(m_state, now, node);
  m_runner = std::make_unique<CheckRunner>(*m_agent, [this] { settle(); });
  m_agent->setRunner(m_runner.get());
  m_state.restore(std::move(saved.image));
  m_agent->restore(std::move(saved.agentServices), std::move(saved.agentChecks));
  if (auto joined = m_agent->join(kServerPort); !joined) return joined;
  for (const auto& [id, session] : m_state.sessions()) m_sessionTimers.renew(id);
  if (!settle()) return fail(ErrorCode::Io, m_options.dataFolder, "the registry's data cannot be written");

  every(kReapInterval, [this] { m_agent->sweep(); });
  every(kReconcileInterval, [this] {
    m_agent->reconcile();
    m_state.begin();
    m_state.eraseOldTombstones();
    m_state.commit();
  });
  return {};
}

void Registry::every(std::chrono::milliseconds interval, std::function<void()> work) {
  auto timer = std::make_unique<QTimer>();
  QObject::connect(timer.get(), &QTimer::timeout, timer.get(), [this, work = std::move(work)] {
    work();
    settle();
  });
  timer->start(interval);
  m_timers.push_back(std::move(timer));
}

bool Registry::settle() {
  const Changes changes = m_state.takeChanges();
  const bool catalogChanged = !changes.checks.empty() || !changes.services.empty();
  LocalAgent::Touched touched = m_agent->takeTouched();
  if (changes.isEmpty() && touched.isEmpty()) return true;
  bool durable = true;
  if (m_durable) {
    const auto saved = m_durable->save(m_state, changes, *m_agent, touched);
    durable = saved.has_value();
    if (!durable) qCCritical(lcRegistry, "%s", saved.error().toString().c_str());
  }
  m_sessionTimers.follow(changes);
  m_waits.wake(changes);
  if (!touched.services.empty()) m_waits.wake(Topic{Topic::Kind::AgentServices, {}});
  if (catalogChanged) {
    m_agent->refreshAliases();  // may write, but settles: aliases of aliases follow one step a turn
    return settle() && durable;
  }
  return durable;
}

bool Registry::noteCached(const std::string& target) {
  if (m_cached.size() >= kMaxCachedTargets) m_cached.clear();
  return !m_cached.insert(target).second;
}

void Registry::handle(const net::HttpRequest& request, const net::HttpResponder& responder) {
  const auto path = net::percentDecode(request.path, false);
  if (!path || !isPrintable(*path)) return responder.send(Answer::empty(400));
  if (const std::string clean = cleanPath(*path); clean != *path) {
    return responder.send(movedTo(clean, request));
  }
  const Route* const route = findRoute(*path);
  if (route == nullptr) {
    if (findRoute(*path + "/") != nullptr && findRoute(*path + "/")->path == *path + "/") {
      return responder.send(movedTo(*path + "/", request));
    }
    return responder.send(Answer::empty(404));
  }
  if (request.method == "OPTIONS") {
    net::HttpResponse response = Answer::empty();
    response.fields.emplace_back("Allow", allowedMethods(*route));
    return responder.send(std::move(response));
  }
  const auto method = std::find_if(route->methods.begin(), route->methods.end(),
                                   [&request](const Method& known) { return known.name == request.method; });
  if (method == route->methods.end()) {
    net::HttpResponse response = Answer::text(405, "method " + request.method + " not allowed");
    response.fields.emplace_back("Allow", allowedMethods(*route));
    return responder.send(std::move(response));
  }
  if (request.parameter("ns") && hasNamespaces(*path)) {
    return responder.send(Answer::refused(
        "Bad request: Invalid query parameter: \"ns\" - Namespaces are a Consul Enterprise feature"));
  }
  if (auto refused = refuseToken(m_options.token, request, *method))
    return responder.send(std::move(*refused));

  Outcome outcome = method->endpoint(*this, Call{request, path->substr(route->path.size())});
  if (auto* const read = std::get_if<Read>(&outcome)) return m_waits.add(std::move(*read), responder);
  if (!settle()) return responder.send(Answer::failed("the write could not be made durable"));
  responder.send(std::move(std::get<net::HttpResponse>(outcome)));
}

}  // namespace halftone::registry
