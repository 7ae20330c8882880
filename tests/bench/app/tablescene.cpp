// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/app/tablescene.h"

#include <QElapsedTimer>
#include <QQuickItem>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "app/feeds/searchtext.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/flattable.h"
#include "tests/bench/app/scene.h"

namespace halftone::bench {

namespace {

constexpr int kSnapshotsPerSecond = 10;
constexpr int kRequestsBelow = 100'000;
constexpr int kRounds = 5;

constexpr char kScene[] =
    "import QtQuick\n"
    "import Halftone.App\n"
    "import Halftone.Theme\n"
    "import Halftone.Ui\n"
    "Rectangle {\n"
    "  id: scene\n"
    "  required property FlatTable table\n"
    "  color: Theme.surface\n"
    "  DataTable { table: scene.table; prefix: \"bench\"; anchors.fill: parent }\n"
    "}\n";

struct Instance {
  std::string key;
  QString name;
  QString zone;
  QString version;
  QString address;
  quint64 requests = 0;
  double latencyMs = 0;
  quint64 errors = 0;
  std::string nameKey;
  std::string haystack;
};

struct Row {
  std::shared_ptr<const Instance> instance;
  [[nodiscard]] std::string_view id() const { return instance->key; }
  [[nodiscard]] std::string_view searchText() const { return instance->haystack; }
  friend bool operator==(const Row&, const Row&) = default;
};

class InstancesTable : public app::FlatTableOf<Row> {
 public:
  enum Column { Name, Zone, Version, Address, Requests, Latency, Errors };

  InstancesTable()
      : FlatTableOf({{"Instance", 160, false, true},
                     {"Zone", 100, false, false},
                     {"Version", 100, false, false},
                     {"Address", 160, false, true},
                     {"Requests", 110, true, false},
                     {"Latency", 110, true, false},
                     {"Errors", 110, true, false}},
                    {QStringLiteral("instance"), QStringLiteral("zone")}, nullptr) {}

 protected:
  [[nodiscard]] QString text(const Row& row, int column) const override {
    const Instance& instance = *row.instance;
    switch (column) {
      case Name:
        return instance.name;
      case Zone:
        return instance.zone;
      case Version:
        return instance.version;
      case Address:
        return instance.address;
      case Requests:
        return app::formatCount(instance.requests);
      case Latency:
        return QString::number(instance.latencyMs, 'f', 1);
      default:
        return app::formatCount(instance.errors);
    }
  }
  [[nodiscard]] app::SortKey sortKey(const Row& row, int column) const override {
    return column == Requests ? app::SortKey::of(static_cast<double>(row.instance->requests))
                              : app::SortKey::of(row.instance->nameKey);
  }
  [[nodiscard]] QString version(const Row& row, int column) const override {
    return column == Version ? row.instance->version : QString();
  }
  [[nodiscard]] QString columnTitle(const char* title) const override { return QString::fromLatin1(title); }
};

Row instanceOf(int number) {
  auto instance = std::make_shared<Instance>();
  instance->name = QStringLiteral("api-%1").arg(number, 5, 10, QLatin1Char('0'));
  instance->key = instance->name.toStdString();
  instance->zone = QStringLiteral("zone-%1").arg(number % 7);
  instance->version = QStringLiteral("v%1").arg(number % 3 + 1);
  instance->address =
      QStringLiteral("10.%1.%2.%3:8080").arg(number >> 16).arg(number >> 8 & 255).arg(number & 255);
  instance->requests = QRandomGenerator::global()->bounded(kRequestsBelow);
  instance->nameKey = app::naturalKey(instance->name);
  instance->haystack = app::searchText({instance->name, instance->zone});
  return {std::move(instance)};
}

Row changed(const Row& before) {
  auto instance = std::make_shared<Instance>(*before.instance);
  instance->requests = QRandomGenerator::global()->bounded(kRequestsBelow);
  instance->latencyMs = QRandomGenerator::global()->bounded(500.0);
  return {std::move(instance)};
}

}  // namespace

FrameTimes scrollLiveTable(int rows, int changesPerSecond) {
  std::vector<Row> world;
  for (int i = 0; i < rows; ++i) world.push_back(instanceOf(i));
  InstancesTable table;
  table.setRows(world);
  table.sortBy(InstancesTable::Requests);

  Scene scene;
  QQuickItem* const root =
      scene.show(kScene, {{QStringLiteral("table"), QVariant::fromValue<app::FlatTable*>(&table)}});
  if (root == nullptr) return {};

  QTimer live;
  live.callOnTimeout(&live, [&] {
    for (int i = 0; i < changesPerSecond / kSnapshotsPerSecond; ++i) {
      Row& row = world[QRandomGenerator::global()->bounded(static_cast<quint32>(world.size()))];
      row = changed(row);
    }
    table.setRows(world);
  });
  live.start(1000 / kSnapshotsPerSecond);
  return scrollByWheel(root);
}

TableActions actOnTable(int rows) {
  std::vector<Row> world;
  for (int i = 0; i < rows; ++i) world.push_back(instanceOf(i));
  InstancesTable table;
  table.setRows(world);
  Scene scene;
  if (scene.show(kScene, {{QStringLiteral("table"), QVariant::fromValue<app::FlatTable*>(&table)}}) ==
      nullptr)
    return {};

  TableActions best;
  const auto take = [&scene](double& least, const std::function<void()>& action) {
    QElapsedTimer clock;
    clock.start();
    action();
    scene.view().grabWindow();  // draws it, also what waits for the next frame
    const double taken = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    least = least == 0 ? taken : std::min(least, taken);
  };
  for (int round = 0; round < kRounds; ++round) {
    take(best.sortByNumber, [&table] { table.sortBy(InstancesTable::Requests); });
    take(best.turnRound, [&table] { table.sortBy(InstancesTable::Requests); });
    take(best.sortByName, [&table] { table.sortBy(InstancesTable::Name); });
    take(best.filter, [&table] { table.setFilter(QStringLiteral("7")); });
    table.setFilter({});
  }
  return best;
}

}  // namespace halftone::bench
