// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include <QCommandLineParser>
#include <QGuiApplication>
#include <QLocale>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include "app/appearance.h"
#include "app/desk.h"
#include "app/desktopnotifier.h"
#include "app/feeds/cluster.h"
#include "app/feeds/clusterbook.h"
#include "app/feeds/tokenvault.h"
#include "app/recording/flightreplay.h"
#include "app/sessionbus.h"
#include "app/systemtheme.h"
#include "app/tornpages.h"
#include "app/translations.h"
#include "app/viewmodels/clustersviewmodel.h"
#include "app/viewmodels/favourites.h"
#include "app/viewmodels/flightviewmodel.h"
#include "app/viewmodels/navigator.h"
#include "app/viewmodels/notices.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/versioncolors.h"
#include "app/windowmemory.h"
#include "app/windowplace.h"
#include "backend/consul/environment.h"

namespace halftone::app {

namespace {

constexpr char kDefaultConsul[] = "http://127.0.0.1:8500";
constexpr std::chrono::seconds kFarewell{1};
constexpr char kMainQml[] = "qrc:/qt-project.org/imports/Halftone/Ui/Main.qml";

std::optional<QUrl> httpUrl(const QString& text) {
  const QUrl url(text, QUrl::StrictMode);
  const bool http = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
  if (!url.isValid() || !http || url.host().isEmpty()) return std::nullopt;
  return url;
}

void declareOptions(QCommandLineParser& parser) {
  parser.setApplicationDescription(QStringLiteral("Desktop console for gray releases."));
  parser.addOptions({
      {{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Show this.")},
      {QStringLiteral("consul"),
       QStringLiteral("Consul's HTTP API, several addresses with commas (default CONSUL_HTTP_ADDR, else %1).")
           .arg(QLatin1String(kDefaultConsul)),
       QStringLiteral("URL"), QLatin1String(kDefaultConsul)},
      {QStringLiteral("read-only"), QStringLiteral("Refuse all writing to that Consul.")},
      {QStringLiteral("proxy-admin"), QStringLiteral("Admin port of one proxy, instead of those in Consul."),
       QStringLiteral("URL")},
      {QStringLiteral("replay"), QStringLiteral("A recorded flight to play, instead of a cluster."),
       QStringLiteral("FILE")},
      {QStringLiteral("theme"), QStringLiteral("dark or light."), QStringLiteral("THEME")},
      {QStringLiteral("language"), QStringLiteral("en or zh."), QStringLiteral("LANGUAGE")},
      {QStringLiteral("page"), Session(nullptr).pages().join(QStringLiteral(", ")) + QLatin1Char('.'),
       QStringLiteral("NAME")},
      {QStringLiteral("open"),
       QStringLiteral("A place to open: halftone://PAGE/SERVICE?rule=NAME&user=U&revision=N."),
       QStringLiteral("LINK")},
  });
}

// Also out of the task bar.
void bringToFront(QWindow* window) {
  if (window->visibility() == QWindow::Minimized) window->showNormal();
  window->raise();
  window->requestActivate();
}

// Fits one of the words, or is absent.
bool isOneOf(const QString& value, const QStringList& words) {
  return value.isEmpty() || words.contains(value);
}

}  // namespace

Result<Options> parseOptions(const QStringList& arguments) {
  QCommandLineParser parser;
  declareOptions(parser);
  if (!parser.parse(QStringList(QStringLiteral("halftone")) + arguments))
    return fail(ErrorCode::Invalid, {}, parser.errorText().toStdString());
  // A desktop hands a link over as an argument of its own.
  const QStringList others = parser.positionalArguments();
  const bool isLink = others.size() == 1 && others.constFirst().startsWith(QLatin1String("halftone://"));
  if (!others.isEmpty() && !isLink)
    return fail(ErrorCode::Invalid, {}, "Unexpected argument: " + others.constFirst().toStdString());
  Options options;
  options.showHelp = parser.isSet(QStringLiteral("help"));
  const bool isGiven = parser.isSet(QStringLiteral("consul"));
  const bool byEnvironment = !isGiven && qEnvironmentVariableIsSet("CONSUL_HTTP_ADDR");
  const QString addresses = byEnvironment ? QString() : parser.value(QStringLiteral("consul"));
  auto consul = consul::endpointOfEnvironment(addresses, "--consul");
  if (!consul) return tl::unexpected(consul.error());
  if (isGiven && addresses.isEmpty())
    return fail(ErrorCode::Invalid, "--consul", "wants a URL such as http://127.0.0.1:8500");
  options.consul = std::move(*consul);
  options.opensLast = !isGiven && !byEnvironment;
  options.consul.readOnly = parser.isSet(QStringLiteral("read-only"));
  if (parser.isSet(QStringLiteral("proxy-admin"))) {
    options.proxyAdmin = httpUrl(parser.value(QStringLiteral("proxy-admin")));
    if (!options.proxyAdmin)
      return fail(ErrorCode::Invalid, {}, "--proxy-admin wants a URL such as http://127.0.0.1:9901");
  }
  options.replay = parser.value(QStringLiteral("replay"));
  if (parser.isSet(QStringLiteral("replay")) && options.replay.isEmpty())
    return fail(ErrorCode::Invalid, {}, "--replay wants the name of a recorded flight");
  if (!options.replay.isEmpty()) options.opensLast = false;
  const QString theme = parser.value(QStringLiteral("theme"));
  options.language = parser.value(QStringLiteral("language"));
  options.page = parser.value(QStringLiteral("page"));
  if (!isOneOf(theme, {QStringLiteral("dark"), QStringLiteral("light")}))
    return fail(ErrorCode::Invalid, {}, "--theme wants dark or light");
  if (!isOneOf(options.language, {QStringLiteral("en"), QStringLiteral("zh")}))
    return fail(ErrorCode::Invalid, {}, "--language wants en or zh");
  if (!isOneOf(options.page, Session(nullptr).pages()))
    return fail(ErrorCode::Invalid, {},
                "--page wants one of " + Session(nullptr).pages().join(QStringLiteral(", ")).toStdString());
  options.open = isLink ? others.constFirst() : parser.value(QStringLiteral("open"));
  if (!options.open.isEmpty() && !parseDeepLink(options.open, Session(nullptr).pages()))
    return fail(ErrorCode::Invalid, {}, "--open wants a link such as halftone://traffic/chat");
  if (!theme.isEmpty()) options.dark = theme == QLatin1String("dark");
  return options;
}

QString usage() {
  QCommandLineParser parser;
  declareOptions(parser);
  return parser.helpText();
}

// Everything there is, in the order in which it is built; it ends in the other order.
struct Application::Parts {
  explicit Parts(Options given)
      : options(std::move(given)),
        book(&settings),
        clusters(&book, &vault),
        session(nullptr),
        colors(nullptr),
        favourites(&settings),
        systemTheme(sessionBus()),
        desktop(sessionBus()),
        torn(&engine, &settings),
        place(&settings) {
    if (!options.replay.isEmpty()) passing.emplace();
    memory.emplace(passing ? &passing->settings : &settings, &session);
  }

  void restoreSession();
  void followLanguage();
  [[nodiscard]] Cluster firstCluster() const;
  [[nodiscard]] Cluster commandLineCluster() const;
  // --read-only holds for each cluster that this console opens.
  [[nodiscard]] Cluster asAsked(Cluster cluster) const;
  void open(const Cluster& cluster, const consul::Endpoint& endpoint);
  void switchTo(const Cluster& wanted);
  void followShell();
  [[nodiscard]] bool startReplay();
  void openReplay();
  void leave();

  // Drafts of the past are no drafts of now.
  [[nodiscard]] QString dataFolder() const;

  // Of a flight: what is kept from one seek to the next, and no longer.
  struct Passing {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("memory.ini")), QSettings::IniFormat};
  };

  Options options;
  QSettings settings;
  std::optional<Passing> passing;
  ClusterBook book;
  TokenVault vault;
  ClustersViewModel clusters;
  Session session;
  VersionColors colors;
  Favourites favourites;
  Notices notices;
  SystemTheme systemTheme;
  DesktopNotifier desktop;
  Translations translations;
  std::unique_ptr<FlightReplay> replay;
  std::unique_ptr<FlightViewModel> flight;
  QString problem;
  std::unique_ptr<Desk> desk;
  QQmlApplicationEngine engine;
  TornPages torn;
  WindowPlace place;                   // ends before the window
  std::optional<WindowMemory> memory;  // ends before the desk
  quint64 turn = 0;                    // a later wish silences the answers to an earlier one
};

void Application::Parts::restoreSession() {
  const QString system =
      QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh") : QStringLiteral("en");
  session.setSystemDark(systemTheme.isDark());
  QObject::connect(&systemTheme, &SystemTheme::darkChanged, &session,
                   [this] { session.setSystemDark(systemTheme.isDark()); });
  session.setTheme(settings.value(QStringLiteral("theme")).toString());
  if (options.dark) session.setDark(*options.dark);
  session.setLanguage(options.language.isEmpty()
                          ? settings.value(QStringLiteral("language"), system).toString()
                          : options.language);
  if (!options.page.isEmpty())
    session.setPage(options.page);
  else
    memory->restorePage();
  QObject::connect(&session, &Session::themeChanged, &session,
                   [this] { settings.setValue(QStringLiteral("theme"), session.theme()); });
  QObject::connect(&session, &Session::languageChanged, &session,
                   [this] { settings.setValue(QStringLiteral("language"), session.language()); });
}

void Application::Parts::followLanguage() {
  translations.setLanguage(session.language());
  engine.retranslate();
  clusters.retranslate();
  notices.retranslate();
  flight->retranslate();
  desk->retranslate();
  torn.retranslate();
}

// Notices, pinned places and torn-off pages: what belongs to the windows, whatever the cluster.
void Application::Parts::followShell() {
  notices.setEnabled(settings.value(QStringLiteral("notifications"), true).toBool());
  QObject::connect(&notices, &Notices::enabledChanged, &session,
                   [this] { settings.setValue(QStringLiteral("notifications"), notices.isEnabled()); });
  const auto comeForward = [this] {
    if (auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().value(0))) bringToFront(window);
  };
  QObject::connect(&torn, &TornPages::mainAsked, &session, comeForward);
  QObject::connect(&notices, &Notices::told, &desktop, &DesktopNotifier::tell);
  QObject::connect(&desktop, &DesktopNotifier::clicked, &session, [this, comeForward](int number) {
    comeForward();
    notices.open(number);
  });
  const auto open = [this](const QString& link) { desk->navigator.open(link); };
  QObject::connect(&notices, &Notices::opened, &session, open);
  QObject::connect(&favourites, &Favourites::opened, &session, open);
}

// The command line's, else the one of last time, else Consul on this machine.
Cluster Application::Parts::firstCluster() const {
  if (options.opensLast) {
    if (const auto last = book.find(book.last())) return asAsked(*last);
  }
  return commandLineCluster();
}

Cluster Application::Parts::asAsked(Cluster cluster) const {
  cluster.readOnly = cluster.readOnly || options.consul.readOnly;
  return cluster;
}

Cluster Application::Parts::commandLineCluster() const {
  Cluster cluster;
  cluster.name = options.consul.url.authority();
  cluster.addresses = {options.consul.url.toString()};
  for (const QUrl& other : options.consul.others) cluster.addresses << other.toString();
  cluster.tls = consul::tlsFilesOfEnvironment();
  // Named by its address, it is no less what the operator's list says that it is.
  if (const auto listed = book.findByAddress(cluster.addresses)) {
    cluster.production = listed->production;
    cluster.readOnly = listed->readOnly;
  }
  return asAsked(std::move(cluster));
}

void Application::Parts::open(const Cluster& cluster, const consul::Endpoint& endpoint) {
  const QString history = replay ? QString() : historyFile(cluster.name);
  auto next = std::make_unique<Desk>(endpoint, cluster.name, dataFolder(), history, options.proxyAdmin,
                                     &colors, &session, &favourites, &notices, flight.get());
  if (replay) next->traffic.adopt(replay->fill(&next->history));
  flight->setCluster(cluster.name, endpoint);
  session.setCluster(cluster.name, cluster.production, cluster.readOnly);
  notices.setCluster(cluster.name);
  memory->follow(next.get());
  if (replay && desk) next->turnTo(desk->places());
  std::swap(desk, next);
  desk->navigator.setClusters(&clusters);
  torn.setDesk(desk.get());
  QObject::connect(&desk->navigator, &Navigator::tearAsked, &torn,
                   [this](const QString& page) { torn.open(page); });
  if (QObject* window = engine.rootObjects().value(0)) {
    const QVariantMap properties = desk->properties();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
      window->setProperty(it.key().toLatin1().constData(), it.value());
    }
    desk->start();
  }
  clusters.setCurrent(cluster, desk->consul.client());
  if (const QString link = clusters.takeLink(); !link.isEmpty()) desk->navigator.open(link);
  // `next`, the former desk, ends here: no property of the window leads to it any more.
}

QString Application::Parts::dataFolder() const {
  return passing ? passing->folder.path()
                 : QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
}

bool Application::Parts::startReplay() {
  auto flown = readFlight(options.replay);
  if (!flown) {
    problem = QString::fromStdString(flown.error().toString());
    return false;
  }
  replay = std::make_unique<FlightReplay>(*std::move(flown));
  if (const auto started = replay->start(); !started) {
    problem = QString::fromStdString(started.error().toString());
    return false;
  }
  // Not from within the seek: the desk that goes may be the one that asked for it.
  QObject::connect(
      replay.get(), &FlightReplay::restarted, &engine, [this] { openReplay(); }, Qt::QueuedConnection);
  return true;
}

void Application::Parts::openReplay() {
  Cluster past;
  past.name = QStringLiteral("replay");
  past.addresses = {replay->endpoint().url.toString()};
  past.readOnly = true;
  open(past, replay->endpoint());
}

void Application::Parts::switchTo(const Cluster& wanted) {
  const Cluster cluster = asAsked(wanted);
  const quint64 mine = ++turn;
  vault.read(cluster.name, &session, [this, cluster, mine](const QByteArray& token) {
    if (mine != turn) return;
    // The command line's cluster has the environment's token, also in another data centre.
    const auto endpoint = endpointOf(cluster, book.find(cluster.name) ? token : options.consul.token);
    // The form has checked it, but a file may be gone since.
    if (!endpoint) return clusters.report(QString::fromStdString(endpoint.error().toString()));
    if (book.find(cluster.name)) book.setLast(cluster.name);
    open(cluster, *endpoint);
  });
}

// The last window is closed: others should see at once that we no longer edit. Consul may be away, and then
// its TTL tells them.
void Application::Parts::leave() {
  QObject::connect(&desk->keeper, &DraftKeeper::left, qApp, &QCoreApplication::quit);
  if (!desk->keeper.leave()) return QCoreApplication::quit();
  QTimer::singleShot(kFarewell, qApp, &QCoreApplication::quit);
}

void Application::prepare(QGuiApplication& app) {
  prepareAppearance(app);
}

Application::Application(Options options) : m_parts(std::make_unique<Parts>(std::move(options))) {
  m_parts->restoreSession();
}

Application::~Application() = default;

bool Application::start() {
  Parts& parts = *m_parts;
  parts.session.provideTo(&parts.engine);
  parts.colors.provideTo(&parts.engine);
  if (!parts.options.replay.isEmpty() && !parts.startReplay()) return false;
  parts.flight = std::make_unique<FlightViewModel>(parts.replay.get());
  Cluster first = parts.firstCluster();
  const bool named = parts.options.opensLast && parts.book.find(first.name).has_value();
  // A named cluster's token comes from the keyring, which may take its time: until then there is none.
  const auto endpoint = named ? endpointOf(first, {}) : Result<consul::Endpoint>(parts.options.consul);
  if (!endpoint) {  // never another Consul under this cluster's name
    first = parts.commandLineCluster();
    parts.clusters.report(QString::fromStdString(endpoint.error().toString()));
  }
  if (parts.replay) {
    parts.openReplay();
  } else {
    consul::Endpoint there = endpoint.value_or(parts.options.consul);
    there.readOnly = first.readOnly;
    parts.open(first, there);
  }
  parts.followLanguage();
  QObject::connect(&parts.session, &Session::languageChanged, &parts.engine,
                   [&parts] { parts.followLanguage(); });
  QObject::connect(&parts.clusters, &ClustersViewModel::wanted, &parts.engine,
                   [&parts](const Cluster& cluster) { parts.switchTo(cluster); });
  QVariantMap properties = parts.desk->properties();
  properties.insert(QStringLiteral("clusters"), QVariant::fromValue(&parts.clusters));
  properties.insert(QStringLiteral("favourites"), QVariant::fromValue(&parts.favourites));
  properties.insert(QStringLiteral("notices"), QVariant::fromValue(&parts.notices));
  properties.insert(QStringLiteral("flight"), QVariant::fromValue(parts.flight.get()));
  parts.engine.setInitialProperties(properties);
  parts.engine.load(QUrl(QLatin1String(kMainQml)));
  if (window() == nullptr) return false;
  parts.place.follow(window());
  parts.followShell();
  // The window closed is the end; the others come back with it.
  // By name: the type of its argument is private to Qt.
  QObject::connect(window(), SIGNAL(closing(QQuickCloseEvent*)), &parts.torn, SLOT(end()));
  QGuiApplication::setQuitOnLastWindowClosed(false);
  QObject::connect(qGuiApp, &QGuiApplication::lastWindowClosed, &parts.engine, [&parts] { parts.leave(); });
  if (!parts.options.open.isEmpty()) parts.desk->navigator.open(parts.options.open);
  parts.desk->start();
  parts.torn.restore();
  if (named && endpoint) parts.switchTo(first);
  return true;
}

QString Application::problem() const {
  return m_parts->problem;
}

QQuickWindow* Application::window() const {
  const QList<QObject*> roots = m_parts->engine.rootObjects();
  return roots.isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(roots.constFirst());
}

Session* Application::session() const {
  return &m_parts->session;
}

}  // namespace halftone::app
