// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QImage>
#include <QMetaEnum>
#include <QMouseEvent>
#include <QObject>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <cmath>
#include <memory>

#include "app/charts/plotdata.h"
#include "app/viewmodels/notices.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/palettemodel.h"
#include "app/viewmodels/session.h"
#include "tests/app/namestable.h"

// What parts of pages read, given by the tests themselves.

// What an eye sees of an item.
class TestEyes : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;
  // Equal for equal pictures. Qt's grabImage() cuts at the item's place in its parent, not in the window.
  Q_INVOKABLE [[nodiscard]] QString picture(QQuickItem* item) const {
    const QRectF place = item->mapRectToScene(QRectF(0, 0, item->width(), item->height()));
    const QImage image = item->window()->grabWindow().copy(place.toAlignedRect());
    const auto bytes = QByteArray::fromRawData(reinterpret_cast<const char*>(image.constBits()),
                                               static_cast<qsizetype>(image.sizeInBytes()));
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).toHex());
  }
};

// What a screen reader hears of an item.
class TestAccess : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;
  Q_INVOKABLE [[nodiscard]] QString name(QQuickItem* item) const { return text(item, QAccessible::Name); }
  Q_INVOKABLE [[nodiscard]] QString description(QQuickItem* item) const {
    return text(item, QAccessible::Description);
  }
  // "Button", "CheckBox", ...
  Q_INVOKABLE [[nodiscard]] QString role(QQuickItem* item) const {
    QAccessibleInterface* heard = QAccessible::queryAccessibleInterface(item);
    if (heard == nullptr) return {};
    return QString::fromLatin1(QMetaEnum::fromType<QAccessible::Role>().valueToKey(heard->role()));
  }

 private:
  [[nodiscard]] static QString text(QQuickItem* item, QAccessible::Text kind) {
    QAccessibleInterface* heard = QAccessible::queryAccessibleInterface(item);
    return heard == nullptr ? QString() : heard->text(kind);
  }
};

// A double click as a person does it. Qt Quick Test's own moves its clock on after each release, so that no
// TapHandler takes its clicks for a double click.
class TestPointer : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;
  Q_INVOKABLE void doubleClick(QQuickItem* item, double x, double y) {
    const QPointF at = item->mapToScene(QPointF(x, y));
    QQuickWindow* window = item->window();  // which the item may leave at the second press
    m_clock += kPause;
    send(window, QEvent::MouseButtonPress, at);
    send(window, QEvent::MouseButtonRelease, at);
    send(window, QEvent::MouseButtonPress, at);
    send(window, QEvent::MouseButtonDblClick, at);
    send(window, QEvent::MouseButtonRelease, at);
  }

 private:
  static constexpr quint64 kPause = 10'000;  // ms, longer than any double click
  static constexpr quint64 kStep = 20;

  void send(QQuickWindow* window, QEvent::Type type, QPointF at) {
    const bool up = type == QEvent::MouseButtonRelease;
    QMouseEvent event(type, at, at, window->mapToGlobal(at), Qt::LeftButton,
                      up ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
    event.setTimestamp(m_clock += kStep);
    QCoreApplication::sendEvent(window, &event);
  }

  quint64 m_clock = 1'000'000'000;  // beyond Qt Quick Test's
};

// Which cluster the window is on.
class TestCluster : public QObject {
  Q_OBJECT

 public:
  explicit TestCluster(QQmlEngine* engine) : m_session(halftone::app::Session::create(engine, nullptr)) {}
  Q_INVOKABLE void use(bool production) {
    m_session->setCluster(production ? QStringLiteral("shop") : QStringLiteral("test"), production, false);
  }

 private:
  halftone::app::Session* m_session;
};

// A page's view model in any state.
class TestPage : public halftone::app::PageViewModel {
  Q_OBJECT

 public:
  using PageViewModel::PageViewModel;
  Q_INVOKABLE void say(int state, const QString& text) { setState(static_cast<State>(state), text); }
};

// A table of names and numbers: u0, u1, ... with 1000, 999, ...
class TestTable : public halftone::test::NamesTable {
  Q_OBJECT

 public:
  explicit TestTable(QObject* parent = nullptr) : NamesTable(140, 120, parent) {}

  Q_INVOKABLE void fill(int count) {
    std::vector<halftone::test::NameRow> rows;
    for (int i = 0; i < count; ++i)
      rows.push_back(halftone::test::nameRow(QStringLiteral("u%1").arg(i), 1000 - i));
    setRows(std::move(rows));
  }
  Q_INVOKABLE [[nodiscard]] QString nameAt(int row) const { return index(row, 0).data().toString(); }
};

// Three commands, and what was chosen of them.
class TestCommands : public QObject {
  Q_OBJECT
  Q_PROPERTY(halftone::app::PaletteModel* model READ model CONSTANT)
  Q_PROPERTY(QString chosen READ chosen NOTIFY chosenChanged)

 public:
  explicit TestCommands(QObject* parent = nullptr)
      : QObject(parent), m_model([] {
          return std::vector<halftone::app::Command>{
              {QStringLiteral("Traffic"), QStringLiteral("Page"), QStringLiteral("Ctrl+2"),
               QStringLiteral("halftone://traffic")},
              {QStringLiteral("Switch theme"), QStringLiteral("Action"), {}, QStringLiteral("action:theme")},
              {QStringLiteral("chat"),
               QStringLiteral("Service"),
               {},
               QStringLiteral("halftone://traffic/chat")}};
        }) {
    connect(&m_model, &halftone::app::PaletteModel::chosen, this, [this](const QString& target) {
      m_chosen = target;
      emit chosenChanged();
    });
  }
  [[nodiscard]] halftone::app::PaletteModel* model() { return &m_model; }
  [[nodiscard]] QString chosen() const { return m_chosen; }

 signals:
  void chosenChanged();

 private:
  halftone::app::PaletteModel m_model;
  QString m_chosen;
};

// Notices that the test tells.
class TestNotices : public QObject {
  Q_OBJECT
  Q_PROPERTY(halftone::app::Notices* notices READ notices CONSTANT)
  Q_PROPERTY(QString opened READ opened NOTIFY openedChanged)

 public:
  explicit TestNotices(QObject* parent = nullptr) : QObject(parent) {
    connect(&m_notices, &halftone::app::Notices::opened, this, [this](const QString& link) {
      m_opened = link;
      emit openedChanged();
    });
  }
  [[nodiscard]] halftone::app::Notices* notices() { return &m_notices; }
  [[nodiscard]] QString opened() const { return m_opened; }
  Q_INVOKABLE void tell(const QString& about, const QString& text) {
    m_notices.tell({QStringLiteral("warn"), about, [about] { return about; }, [text] { return text; },
                    QStringLiteral("halftone://") + about});
  }

 signals:
  void openedChanged();

 private:
  halftone::app::Notices m_notices;
  QString m_opened;
};

// A minute of two versions, one sample a second: v1 stands at 10, v2 rises from 0 to 59.
class TestCurves : public QObject {
  Q_OBJECT
  Q_PROPERTY(halftone::app::PlotData* plotData READ plotData CONSTANT)
  Q_PROPERTY(double begin READ begin CONSTANT)

 public:
  using QObject::QObject;
  [[nodiscard]] halftone::app::PlotData* plotData() { return &m_data; }
  [[nodiscard]] static double begin() { return 1'700'000'000; }
  Q_INVOKABLE void fill() {
    halftone::app::Curve flat{QStringLiteral("v1"), QStringLiteral("v1"), 0, {}, {}};
    halftone::app::Curve rising{QStringLiteral("v2"), QStringLiteral("v2"), 0, {}, {}};
    for (int second = 0; second < 60; ++second) {
      for (auto* curve : {&flat, &rising}) curve->times.push_back(begin() + second);
      flat.values.push_back(10);
      rising.values.push_back(second);
    }
    m_data.setCurves({flat, rising});
  }
  Q_INVOKABLE void clear() { m_data.setCurves({}); }

 private:
  halftone::app::PlotData m_data;
};
