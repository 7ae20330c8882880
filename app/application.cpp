// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include <QCommandLineParser>
#include <QFont>
#include <QGuiApplication>
#include <QLocale>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QScreen>
#include <QSettings>
#include <algorithm>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/translations.h"
#include "app/viewmodels/auditviewmodel.h"
#include "app/viewmodels/catalogviewmodel.h"
#include "app/viewmodels/demoviewmodel.h"
#include "app/viewmodels/explainviewmodel.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/healthviewmodel.h"
#include "app/viewmodels/navigator.h"
#include "app/viewmodels/overviewviewmodel.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/sessionsviewmodel.h"
#include "app/viewmodels/statusviewmodel.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "app/viewmodels/versioncolors.h"

namespace halftone::app {

namespace {

constexpr char kDefaultConsul[] = "http://127.0.0.1:8500";
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
       QStringLiteral("Consul's HTTP API (default %1); token in CONSUL_HTTP_TOKEN.")
           .arg(QLatin1String(kDefaultConsul)),
       QStringLiteral("URL"), QLatin1String(kDefaultConsul)},
      {QStringLiteral("proxy-admin"), QStringLiteral("Admin port of one proxy, instead of those in Consul."),
       QStringLiteral("URL")},
      {QStringLiteral("theme"), QStringLiteral("dark or light."), QStringLiteral("THEME")},
      {QStringLiteral("language"), QStringLiteral("en or zh."), QStringLiteral("LANGUAGE")},
      {QStringLiteral("page"), Session(nullptr).pages().join(QStringLiteral(", ")) + QLatin1Char('.'),
       QStringLiteral("NAME")},
      {QStringLiteral("open"),
       QStringLiteral("A place to open: halftone://PAGE/SERVICE?rule=NAME&user=U&revision=N."),
       QStringLiteral("LINK")},
  });
}

// The window comes back where it was, if that place is still on a screen.
void restoreWindow(QQuickWindow* window) {
  const QSettings settings;
  const QRect place = settings.value(QStringLiteral("window")).toRect();
  const QList<QScreen*> screens = QGuiApplication::screens();
  const bool visible = std::any_of(screens.begin(), screens.end(), [&place](const QScreen* screen) {
    return screen->availableGeometry().contains(place.center());
  });
  if (place.isValid() && visible) window->setGeometry(place);
  if (settings.value(QStringLiteral("maximized")).toBool()) window->showMaximized();
}

void keepWindow(const QQuickWindow* window) {
  QSettings settings;
  const bool maximized = window->visibility() == QWindow::Maximized;
  settings.setValue(QStringLiteral("maximized"), maximized);
  if (!maximized) settings.setValue(QStringLiteral("window"), window->geometry());
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
  if (!parser.positionalArguments().isEmpty()) {
    return fail(ErrorCode::Invalid, {},
                "Unexpected argument: " + parser.positionalArguments().constFirst().toStdString());
  }
  Options options;
  options.showHelp = parser.isSet(QStringLiteral("help"));
  const std::optional<QUrl> consul = httpUrl(parser.value(QStringLiteral("consul")));
  if (!consul) return fail(ErrorCode::Invalid, {}, "--consul wants a URL such as http://127.0.0.1:8500");
  options.consul.url = *consul;
  options.consul.token = qgetenv("CONSUL_HTTP_TOKEN");
  if (parser.isSet(QStringLiteral("proxy-admin"))) {
    options.proxyAdmin = httpUrl(parser.value(QStringLiteral("proxy-admin")));
    if (!options.proxyAdmin)
      return fail(ErrorCode::Invalid, {}, "--proxy-admin wants a URL such as http://127.0.0.1:9901");
  }
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
  options.open = parser.value(QStringLiteral("open"));
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
        session(nullptr),
        colors(nullptr),
        consul(options.consul),
        policies(consul),
        traffic(consul, options.proxyAdmin),
        samples(consul, policies, traffic),
        feeds{&consul, &policies, &traffic, &colors, &session, &samples},
        statusPage(feeds),
        trafficPage(feeds),
        explainPage(feeds),
        overviewPage(feeds),
        auditPage(feeds),
        healthPage(feeds),
        sessionsPage(feeds),
        catalogPage(feeds),
        demoPage(feeds),
        navigator(feeds, {&trafficPage, &explainPage, &overviewPage}),
        commands([this] { return navigator.commands(); }) {}

  void restoreSession();
  void followLanguage();

  Options options;
  Session session;
  VersionColors colors;
  Translations translations;
  ConsulConnection consul;
  PolicyFeed policies;
  TrafficFeed traffic;
  SampleFeed samples;
  Feeds feeds;
  StatusViewModel statusPage;
  TrafficViewModel trafficPage;
  ExplainViewModel explainPage;
  OverviewViewModel overviewPage;
  AuditViewModel auditPage;
  HealthViewModel healthPage;
  SessionsViewModel sessionsPage;
  CatalogViewModel catalogPage;
  DemoViewModel demoPage;
  Navigator navigator;
  PaletteModel commands;
  QQmlApplicationEngine engine;
};

void Application::Parts::restoreSession() {
  QSettings settings;
  const QString system =
      QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh") : QStringLiteral("en");
  session.setDark(options.dark.value_or(settings.value(QStringLiteral("dark"), true).toBool()));
  session.setLanguage(options.language.isEmpty()
                          ? settings.value(QStringLiteral("language"), system).toString()
                          : options.language);
  if (!options.page.isEmpty()) session.setPage(options.page);
  QObject::connect(&session, &Session::darkChanged, &session,
                   [this] { QSettings().setValue(QStringLiteral("dark"), session.isDark()); });
  QObject::connect(&session, &Session::languageChanged, &session,
                   [this] { QSettings().setValue(QStringLiteral("language"), session.language()); });
}

void Application::Parts::followLanguage() {
  translations.setLanguage(session.language());
  engine.retranslate();
  statusPage.retranslate();
  for (PageViewModel* page :
       {static_cast<PageViewModel*>(&trafficPage), static_cast<PageViewModel*>(&healthPage),
        static_cast<PageViewModel*>(&sessionsPage), static_cast<PageViewModel*>(&catalogPage),
        static_cast<PageViewModel*>(&demoPage), static_cast<PageViewModel*>(&explainPage),
        static_cast<PageViewModel*>(&overviewPage), static_cast<PageViewModel*>(&auditPage)})
    page->retranslate();
}

void Application::prepare(QGuiApplication& app) {
  QCoreApplication::setOrganizationName(QStringLiteral("Halftone"));
  QCoreApplication::setApplicationName(QStringLiteral("halftone"));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Halftone"));
  QQuickStyle::setStyle(QStringLiteral("Halftone.Style"));
  QFont font;
  // The Chinese family by name: left alone, the fallback takes Japanese forms.
  font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC")});
  font.setPixelSize(13);
  app.setFont(font);
}

Application::Application(Options options) : m_parts(std::make_unique<Parts>(std::move(options))) {
  m_parts->restoreSession();
}

Application::~Application() {
  if (const QQuickWindow* shown = window(); shown != nullptr && shown->isVisible()) keepWindow(shown);
}

bool Application::start() {
  Parts& parts = *m_parts;
  parts.session.provideTo(&parts.engine);
  parts.colors.provideTo(&parts.engine);
  parts.followLanguage();
  QObject::connect(&parts.session, &Session::languageChanged, &parts.engine,
                   [&parts] { parts.followLanguage(); });
  parts.engine.setInitialProperties({{QStringLiteral("status"), QVariant::fromValue(&parts.statusPage)},
                                     {QStringLiteral("traffic"), QVariant::fromValue(&parts.trafficPage)},
                                     {QStringLiteral("explain"), QVariant::fromValue(&parts.explainPage)},
                                     {QStringLiteral("overview"), QVariant::fromValue(&parts.overviewPage)},
                                     {QStringLiteral("audit"), QVariant::fromValue(&parts.auditPage)},
                                     {QStringLiteral("commands"), QVariant::fromValue(&parts.commands)},
                                     {QStringLiteral("health"), QVariant::fromValue(&parts.healthPage)},
                                     {QStringLiteral("sessions"), QVariant::fromValue(&parts.sessionsPage)},
                                     {QStringLiteral("catalog"), QVariant::fromValue(&parts.catalogPage)},
                                     {QStringLiteral("demo"), QVariant::fromValue(&parts.demoPage)}});
  QObject::connect(&parts.explainPage, &ExplainViewModel::ruleProposed, &parts.trafficPage,
                   [&parts](const QString& service, const policy::Rule& rule) {
                     parts.session.setPage(QStringLiteral("traffic"));
                     parts.trafficPage.setService(service);
                     parts.trafficPage.proposeRule(rule);
                   });
  QObject::connect(&parts.commands, &PaletteModel::chosen, &parts.navigator,
                   [&parts](const QString& target) { parts.navigator.open(target); });
  QObject::connect(&parts.auditPage, &AuditViewModel::policyAsked, &parts.navigator,
                   [&parts](const QString& service, int revision) {
                     parts.navigator.open(toText({QStringLiteral("traffic"), service, {}, {}, revision}));
                   });
  parts.engine.load(QUrl(QLatin1String(kMainQml)));
  if (window() == nullptr) return false;
  restoreWindow(window());
  if (!parts.options.open.isEmpty()) parts.navigator.open(parts.options.open);
  parts.consul.start();
  parts.policies.start();
  parts.traffic.start();
  return true;
}

QQuickWindow* Application::window() const {
  const QList<QObject*> roots = m_parts->engine.rootObjects();
  return roots.isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(roots.constFirst());
}

Session* Application::session() const {
  return &m_parts->session;
}

}  // namespace halftone::app
