// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/catalogrows.h"

#include <QCoreApplication>
#include <QVariantMap>
#include <algorithm>
#include <map>

#include "app/feeds/searchtext.h"
#include "app/viewmodels/figures.h"

namespace halftone::app {

namespace {

// What the strings are named for lupdate.
class Catalog {
  Q_DECLARE_TR_FUNCTIONS(Catalog)
};

constexpr qint64 kStripMs = 10 * 60 * 1000;
constexpr int kMaxOutput = 1000;

QString text(const std::string& bytes) {
  return QString::fromStdString(bytes);
}

QString joined(const std::vector<std::string>& parts) {
  QStringList list;
  for (const std::string& part : parts) list << text(part);
  return list.join(QStringLiteral(", "));
}

QString addressOf(const consul::Instance& instance) {
  if (instance.port == 0) return text(instance.address);
  const bool six = instance.address.find(':') != std::string::npos;
  return (six ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
      .arg(text(instance.address))
      .arg(instance.port);
}

// Its node, its tags and its meta, but the version, which its heading says.
QString aboutText(const consul::Instance& instance) {
  QStringList parts{text(instance.node)};
  for (const std::string& tag : instance.tags) parts << QLatin1Char('#') + text(tag);
  for (const auto& [key, value] : instance.meta) {
    if (key != "version") parts << text(key) + QLatin1Char('=') + text(value);
  }
  return parts.join(QStringLiteral("  \u00b7  "));
}

QVariantList strip(const StateHistory& history, qint64 sinceMs, qint64 nowMs) {
  // While the console has not watched for so long, the strip covers only what it has seen.
  const qint64 span = std::clamp<qint64>(nowMs - sinceMs, 1, kStripMs);
  QVariantList parts;
  for (const StateHistory::Segment& segment : history.strip(nowMs, span)) {
    parts << QVariantMap{{QStringLiteral("kind"), stateKind(segment.state)},
                         {QStringLiteral("share"), segment.permille / 1000.0}};
  }
  return parts;
}

RecordModel::Record headingRecord(const QString& name, const std::vector<const consul::Instance*>& instances,
                                  bool isVersion) {
  HealthCounts counts;
  for (const consul::Instance* instance : instances) counts.add(instance->state());
  return {QStringLiteral("group/") + name, isVersion ? QStringLiteral("version") : QStringLiteral("service"),
          name, healthText(counts), serviceKind(counts)};
}

RecordModel::Record instanceRecord(const consul::Instance& instance, const CatalogFeed& feed,
                                   const QString& id, bool open, qint64 nowMs) {
  const StateHistory::State state = historyState(instance.state());
  const StateHistory* history = feed.history(instance.node, instance.id);
  const int flaps = history == nullptr ? 0 : history->flaps();
  const qint64 changed = history == nullptr ? 0 : history->lastChangeMs();
  return {id,
          QStringLiteral("instance"),
          versionOf(instance),
          text(instance.id),
          stateKind(state),
          stateName(state),
          addressOf(instance),
          aboutText(instance),
          history == nullptr ? QVariantList() : strip(*history, feed.watchedSinceMs(), nowMs),
          flaps == 0 ? QString() : Catalog::tr("%n change(s)", nullptr, flaps),
          flaps == 0 ? QString() : formatAgo(changed, nowMs),
          open,
          QString()};
}

RecordModel::Record checkRecord(const consul::Check& check, const QString& instance, const QString& version) {
  const StateHistory::State state = historyState(check.state);
  const QString name = text(check.name.empty() ? check.id : check.name);
  return {QStringLiteral("check/") + instance + QLatin1Char('/') + text(check.id),
          QStringLiteral("check"),
          version,
          name,
          stateKind(state),
          stateName(state),
          QString(),
          QString(),
          QVariantList(),
          QString(),
          QString(),
          false,
          text(check.output).left(kMaxOutput).trimmed()};
}

}  // namespace

void HealthCounts::add(consul::CheckState state) {
  switch (state) {
    case consul::CheckState::Passing:
      ++passing;
      break;
    case consul::CheckState::Warning:
    case consul::CheckState::Maintenance:
      ++warning;
      break;
    case consul::CheckState::Critical:
      ++critical;
      break;
  }
}

HealthCounts countHealth(const std::vector<consul::Instance>& instances) {
  HealthCounts counts;
  for (const consul::Instance& instance : instances) counts.add(instance.state());
  return counts;
}

QString stateKind(StateHistory::State state) {
  switch (state) {
    case StateHistory::State::Passing:
      return QStringLiteral("ok");
    case StateHistory::State::Warning:
      return QStringLiteral("warn");
    case StateHistory::State::Critical:
      return QStringLiteral("bad");
    case StateHistory::State::Maintenance:
      return QStringLiteral("pause");
    case StateHistory::State::Unknown:
    case StateHistory::State::Gone:
      break;
  }
  return QStringLiteral("unknown");
}

QString stateName(StateHistory::State state) {
  switch (state) {
    case StateHistory::State::Passing:
      return Catalog::tr("passing");
    case StateHistory::State::Warning:
      return Catalog::tr("warning");
    case StateHistory::State::Critical:
      return Catalog::tr("critical");
    case StateHistory::State::Maintenance:
      return Catalog::tr("maintenance");
    case StateHistory::State::Gone:
      return Catalog::tr("gone");
    case StateHistory::State::Unknown:
      break;
  }
  return Catalog::tr("unknown");
}

QString serviceKind(const HealthCounts& counts) {
  if (counts.all() == 0) return QStringLiteral("unknown");
  if (counts.critical > 0) return QStringLiteral("bad");
  return counts.warning > 0 ? QStringLiteral("warn") : QStringLiteral("ok");
}

QString healthText(const HealthCounts& counts) {
  QStringList parts;
  if (counts.passing > 0) parts << Catalog::tr("%1 passing").arg(counts.passing);
  if (counts.warning > 0) parts << Catalog::tr("%1 warning").arg(counts.warning);
  if (counts.critical > 0) parts << Catalog::tr("%1 critical").arg(counts.critical);
  return parts.isEmpty() ? Catalog::tr("no instances") : parts.join(QStringLiteral(" \u00b7 "));
}

QString versionOf(const consul::Instance& instance) {
  const auto it = instance.meta.find("version");
  return it == instance.meta.end() ? QString() : text(it->second);
}

QStringList catalogFilterFields() {
  return {QStringLiteral("service"), QStringLiteral("tag"),  QStringLiteral("state"),
          QStringLiteral("version"), QStringLiteral("node"), QStringLiteral("meta")};
}

std::string catalogSearchText(const CatalogService& service) {
  QStringList versions;
  QStringList nodes;
  QStringList states;
  QStringList addresses;
  QStringList meta;
  if (!service.isRead) {
    if (service.critical > 0) states << QStringLiteral("critical");
    if (service.warning > 0) states << QStringLiteral("warning");
  }
  for (const consul::Instance& instance : service.instances) {
    versions << versionOf(instance);
    nodes << text(instance.node) << text(instance.id);
    states << QString::fromLatin1(consul::toString(instance.state()));
    addresses << addressOf(instance);
    for (const auto& [key, value] : instance.meta) meta << text(key) + QLatin1Char('=') + text(value);
  }
  for (QStringList* list : {&versions, &nodes, &states, &meta}) list->removeDuplicates();
  const QString comma = QStringLiteral(", ");
  return searchText({text(service.name), joined(service.tags), states.join(comma), versions.join(comma),
                     nodes.join(comma), meta.join(comma), addresses.join(comma)});
}

QStringList serviceRoles() {
  return {QStringLiteral("name"),    QStringLiteral("instances"), QStringLiteral("parts"),
          QStringLiteral("kind"),    QStringLiteral("health"),    QStringLiteral("passing"),
          QStringLiteral("warning"), QStringLiteral("critical"),  QStringLiteral("tags")};
}

RecordModel::Record serviceRecord(const CatalogService& service) {
  HealthCounts counts = countHealth(service.instances);
  if (!service.isRead) counts = {0, service.warning, service.critical};
  const bool well = !service.isRead && counts.all() == 0;
  std::map<QString, int> versions;
  for (const consul::Instance& instance : service.instances) ++versions[versionOf(instance)];
  QVariantList parts;
  if (versions.size() == 1 && versions.contains(QString())) versions.clear();
  for (const auto& [version, count] : versions) {
    parts << QVariantMap{{QStringLiteral("version"), version},
                         {QStringLiteral("share"), static_cast<double>(count) / counts.all()}};
  }
  return {text(service.name),
          service.isRead ? formatCount(static_cast<quint64>(counts.all())) : QString(),
          parts,
          well ? QStringLiteral("ok") : serviceKind(counts),
          well ? Catalog::tr("no check fails") : healthText(counts),
          counts.passing,
          counts.warning,
          counts.critical,
          joined(service.tags)};
}

QStringList nodeRoles() {
  return {QStringLiteral("name"), QStringLiteral("address"), QStringLiteral("kind"), QStringLiteral("health"),
          QStringLiteral("about")};
}

RecordModel::Record nodeRecord(const consul::Node& node, consul::CheckState state) {
  const StateHistory::State shown = historyState(state);
  QStringList about;
  for (const auto& [key, value] : node.meta) {
    if (!value.empty()) about << text(key) + QLatin1Char('=') + text(value);
  }
  return {text(node.name), text(node.address), stateKind(shown), stateName(shown),
          about.join(QStringLiteral("  \u00b7  "))};
}

std::string nodeSearchText(const consul::Node& node) {
  QStringList meta;
  for (const auto& [key, value] : node.meta) meta << text(key) + QLatin1Char('=') + text(value);
  return searchText(
      {text(node.name), {}, {}, {}, text(node.name), meta.join(QStringLiteral(", ")), text(node.address)});
}

QStringList catalogRowRoles() {
  return {QStringLiteral("rowId"),   QStringLiteral("row"),     QStringLiteral("version"),
          QStringLiteral("title"),   QStringLiteral("kind"),    QStringLiteral("stateText"),
          QStringLiteral("address"), QStringLiteral("about"),   QStringLiteral("strip"),
          QStringLiteral("flaps"),   QStringLiteral("changed"), QStringLiteral("open"),
          QStringLiteral("output")};
}

QString instanceRow(const consul::Instance& instance) {
  return text(instance.node) + QLatin1Char('/') + text(instance.id);
}

std::vector<RecordModel::Record> catalogRows(const std::vector<consul::Instance>& instances,
                                             Grouping grouping, const CatalogFeed& feed,
                                             const QSet<QString>& open, qint64 nowMs) {
  std::map<QString, std::vector<const consul::Instance*>> groups;
  const std::size_t shown = std::min(instances.size(), kMaxInstanceRows);
  for (std::size_t i = 0; i < shown; ++i) {
    const consul::Instance& instance = instances[i];
    groups[grouping == Grouping::Version ? versionOf(instance) : text(instance.service)].push_back(&instance);
  }
  std::vector<RecordModel::Record> rows;
  for (const auto& [name, group] : groups) {
    RecordModel::Record heading = headingRecord(name, group, grouping == Grouping::Version);
    heading.resize(catalogRowRoles().size());
    rows.push_back(std::move(heading));
    for (const consul::Instance* instance : group) {
      const QString id = instanceRow(*instance);
      const bool isOpen = open.contains(id);
      rows.push_back(instanceRecord(*instance, feed, id, isOpen, nowMs));
      if (!isOpen) continue;
      for (const consul::Check& check : instance->checks) {
        rows.push_back(checkRecord(check, id, versionOf(*instance)));
      }
    }
  }
  return rows;
}

}  // namespace halftone::app
