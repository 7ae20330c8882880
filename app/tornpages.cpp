// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tornpages.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLoggingCategory>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickWindow>
#include <QScreen>
#include <QSettings>
#include <algorithm>

#include "app/desk.h"
#include "app/viewmodels/places.h"
#include "app/viewmodels/session.h"

namespace halftone::app {

namespace {

Q_LOGGING_CATEGORY(lcTorn, "halftone.console.windows")

constexpr char kWindowQml[] = "qrc:/qt-project.org/imports/Halftone/Ui/TornWindow.qml";
const QString kKey = QStringLiteral("torn");
const QString kPage = QStringLiteral("page");
const QString kSubject = QStringLiteral("subject");
const QString kPlace = QStringLiteral("place");

bool isOnSomeScreen(const QRect& place) {
  const QList<QScreen*> screens = QGuiApplication::screens();
  return place.isValid() && std::any_of(screens.begin(), screens.end(), [&place](const QScreen* screen) {
           return screen->availableGeometry().contains(place.center());
         });
}

// Of the palette's actions those that are about no page; the others are about the page in the main window.
const QStringList kEverywhere{QStringLiteral("action:theme"),    QStringLiteral("action:language"),
                              QStringLiteral("action:help"),     QStringLiteral("action:notices"),
                              QStringLiteral("action:record"),   QStringLiteral("action:play"),
                              QStringLiteral("action:copy-link")};

bool isAction(const QString& target) {
  return target.startsWith(QLatin1String("action:"));
}

}  // namespace

// The view models outlive the window that shows it.
struct TornPages::Torn {
  QString page;
  std::unique_ptr<PageViewModel> vm;
  std::unique_ptr<PaletteModel> commands;
  std::unique_ptr<QQuickWindow> window;
};

TornPages::TornPages(QQmlEngine* engine, QSettings* settings, QObject* parent)
    : QObject(parent), m_engine(engine), m_settings(settings) {}

TornPages::~TornPages() {
  if (!m_torn.empty()) end();
}

void TornPages::setDesk(Desk* desk) {
  m_desk = desk;
  for (const auto& torn : m_torn) {
    auto next = newPage(torn->page);
    turnTo(placeOf(torn->page, *torn->vm), next.get());
    torn->window->setProperty("vm", QVariant::fromValue(next.get()));
    torn->vm = std::move(next);
  }
}

// What such a page leads to opens in the main window.
std::unique_ptr<PageViewModel> TornPages::newPage(const QString& page) {
  auto vm = m_desk->newPage(page);
  if (const auto* overview = qobject_cast<OverviewViewModel*>(vm.get())) {
    connect(overview, &OverviewViewModel::trafficAsked, this, &TornPages::mainAsked);
    connect(overview, &OverviewViewModel::placeAsked, this, &TornPages::mainAsked);
  }
  if (const auto* explain = qobject_cast<ExplainViewModel*>(vm.get()))
    connect(explain, &ExplainViewModel::ruleProposed, this, &TornPages::mainAsked);
  if (const auto* audit = qobject_cast<AuditViewModel*>(vm.get()))
    connect(audit, &AuditViewModel::policyAsked, this, &TornPages::mainAsked);
  return vm;
}

void TornPages::open(const QString& page) {
  const PageViewModel* shown = m_desk == nullptr ? nullptr : m_desk->page(page);
  open(page, shown == nullptr ? QString() : shown->subject(), QRect());
}

bool TornPages::open(const QString& page, const QString& subject, const QRect& place) {
  if (m_desk == nullptr || m_torn.size() >= kMost) return false;
  auto torn = std::make_unique<Torn>();
  torn->page = page;
  torn->vm = newPage(page);
  if (torn->vm == nullptr) return false;
  if (!subject.isEmpty()) torn->vm->turnTo(subject);
  Torn* raw = torn.get();
  torn->commands = std::make_unique<PaletteModel>([this] {
    std::vector<Command> commands = m_desk->navigator.commands();
    std::erase_if(commands, [](const Command& command) {
      return isAction(command.target) && !kEverywhere.contains(command.target);
    });
    return commands;
  });
  connect(torn->commands.get(), &PaletteModel::chosen, this,
          [this, raw](const QString& target) { run(*raw, target); });
  QQmlComponent component(m_engine, QUrl(QLatin1String(kWindowQml)));
  QObject* made = component.createWithInitialProperties(
      {{QStringLiteral("page"), page},
       {QStringLiteral("vm"), QVariant::fromValue(torn->vm.get())},
       {QStringLiteral("commands"), QVariant::fromValue(torn->commands.get())}});
  torn->window.reset(qobject_cast<QQuickWindow*>(made));
  if (torn->window == nullptr) {
    qCWarning(lcTorn) << component.errors();
    delete made;
    return false;
  }
  if (isOnSomeScreen(place)) torn->window->setGeometry(place);
  // By name: they are of the QML.
  connect(made, SIGNAL(pageAsked(QString)), this, SLOT(leadTo(QString)));
  connect(made, SIGNAL(pinAsked()), this, SLOT(togglePin()));
  connect(made, SIGNAL(linkAsked()), this, SLOT(copyLink()));
  // Closed by the operator: it is not to come back. Later, since the window is still at work now.
  connect(
      raw->window.get(), &QWindow::visibleChanged, this,
      [this, raw](bool visible) {
        if (visible) return;
        if (std::erase_if(m_torn, [raw](const auto& one) { return one.get() == raw; }) > 0) keep();
      },
      Qt::QueuedConnection);
  m_torn.push_back(std::move(torn));
  keep();
  return true;
}

const TornPages::Torn* TornPages::asking() const {
  for (const auto& torn : m_torn) {
    if (torn->window.get() == sender()) return torn.get();
  }
  return nullptr;
}

void TornPages::run(const Torn& torn, const QString& target) {
  if (target == QLatin1String("action:copy-link")) {
    QGuiApplication::clipboard()->setText(toText(placeOf(torn.page, *torn.vm)));
    return;
  }
  if (m_desk->navigator.open(target) && !isAction(target)) emit mainAsked();
}

void TornPages::leadTo(const QString& page) {
  m_desk->feeds.session->setPage(page);
  emit mainAsked();
}

void TornPages::togglePin() {
  if (const Torn* torn = asking()) m_desk->navigator.togglePin(placeOf(torn->page, *torn->vm));
}

void TornPages::copyLink() {
  if (const Torn* torn = asking()) run(*torn, QStringLiteral("action:copy-link"));
}

void TornPages::restore() {
  struct Last {
    QString page;
    QString subject;
    QRect place;
  };
  std::vector<Last> last;
  const int count = std::min(m_settings->beginReadArray(kKey), static_cast<int>(kMost));
  for (int i = 0; i < count; ++i) {
    m_settings->setArrayIndex(i);
    last.push_back({m_settings->value(kPage).toString(), m_settings->value(kSubject).toString(),
                    m_settings->value(kPlace).toRect()});
  }
  m_settings->endArray();
  for (const Last& one : last) open(one.page, one.subject, one.place);
}

void TornPages::end() {
  keep();
  m_torn.clear();
}

void TornPages::keep() const {
  m_settings->remove(kKey);
  m_settings->beginWriteArray(kKey, static_cast<int>(m_torn.size()));
  for (std::size_t i = 0; i < m_torn.size(); ++i) {
    m_settings->setArrayIndex(static_cast<int>(i));
    m_settings->setValue(kPage, m_torn[i]->page);
    m_settings->setValue(kSubject, m_torn[i]->vm->subject());
    m_settings->setValue(kPlace, m_torn[i]->window->geometry());
  }
  m_settings->endArray();
}

void TornPages::retranslate() {
  for (const auto& torn : m_torn) torn->vm->retranslate();
}

std::vector<QQuickWindow*> TornPages::windows() const {
  std::vector<QQuickWindow*> all;
  for (const auto& torn : m_torn) all.push_back(torn->window.get());
  return all;
}

}  // namespace halftone::app
