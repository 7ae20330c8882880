// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/drafts.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QUrl>
#include <nlohmann/json.hpp>
#include <utility>

#include "backend/store/members.h"
#include "backend/store/records.h"

namespace halftone::store {

namespace {

using nlohmann::ordered_json;

constexpr qint64 kMaxDraftBytes =
    8 * 1024 * 1024;  // two policies of the largest size, and the steps, escaped
constexpr const char* kSuffix = ".draft.json";

// A name of clusters may hold anything; a file's may not. "." and ".." become "%2E".
QString segment(const std::string& name) {
  return QString::fromLatin1(
      QUrl::toPercentEncoding(QString::fromStdString(name), QByteArray(), QByteArrayLiteral(".")));
}

// The nearest steps, as many as may be kept, in their order.
ordered_json nearest(const std::vector<std::string>& steps) {
  std::size_t bytes = 0;
  std::size_t first = steps.size();
  while (first > 0 && steps.size() - first < Drafts::kMaxSteps &&
         bytes + steps[first - 1].size() <= Drafts::kMaxStepBytes)
    bytes += steps[--first].size();
  return std::vector<std::string>(steps.begin() + static_cast<std::ptrdiff_t>(first), steps.end());
}

std::vector<std::string> stepsIn(const ordered_json& document, const char* name) {
  std::vector<std::string> steps;
  const auto list = document.find(name);
  if (list == document.end() || !list->is_array() || list->size() > Drafts::kMaxSteps) return steps;
  for (const auto& step : *list) {
    if (!step.is_string()) return {};
    steps.push_back(step.get<std::string>());
  }
  return steps;
}

tl::unexpected<Error> ioError(const QString& path, const QString& why) {
  return fail(ErrorCode::Io, path.toStdString(), why.toStdString());
}

}  // namespace

Drafts::Drafts(QString folder) : m_folder(std::move(folder)) {}

QString Drafts::clusterFolder(const std::string& cluster) const {
  return m_folder + QLatin1Char('/') + segment(cluster);
}

QString Drafts::fileOf(const std::string& cluster, const std::string& service) const {
  return clusterFolder(cluster) + QLatin1Char('/') + segment(service) + QLatin1String(kSuffix);
}

Result<void> Drafts::save(Draft draft) const {
  draft.savedAt = rfc3339(QDateTime::currentDateTimeUtc());
  const QString folder = clusterFolder(draft.cluster);
  if (!QDir().mkpath(folder)) return ioError(folder, QStringLiteral("cannot create the folder"));
  const ordered_json document{{"cluster", draft.cluster},
                              {"service", draft.service},
                              {"savedAt", draft.savedAt},
                              {"base",
                               {{"revision", draft.base.revision},
                                {"modifyIndex", draft.base.modifyIndex},
                                {"text", draft.base.text}}},
                              {"text", draft.text},
                              {"undo", nearest(draft.undo)},
                              {"redo", nearest(draft.redo)}};
  QSaveFile file(fileOf(draft.cluster, draft.service));
  const std::string body = dump(document);
  const bool written = file.open(QIODevice::WriteOnly) &&
                       file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                       file.write(QByteArray::fromStdString(body)) == static_cast<qint64>(body.size()) &&
                       file.commit();
  if (!written) return ioError(file.fileName(), file.errorString());
  return {};
}

Result<Draft> Drafts::load(const std::string& cluster, const std::string& service) const {
  QFile file(fileOf(cluster, service));
  if (!file.exists()) return fail(ErrorCode::NotFound, service, "there is no draft");
  if (!file.open(QIODevice::ReadOnly)) return ioError(file.fileName(), file.errorString());
  if (file.size() > kMaxDraftBytes)
    return fail(ErrorCode::TooLarge, file.fileName().toStdString(), "the file is over 8 MB: no draft");
  const QByteArray body = file.readAll();
  const auto document = ordered_json::parse(body.begin(), body.end(), nullptr, false);
  const auto base = document.is_object() ? document.find("base") : document.end();
  const bool whole = document.is_object() && base != document.end() && base->is_object();
  if (!whole || text(document, "service") != service || text(document, "cluster") != cluster) {
    return fail(ErrorCode::Protocol, file.fileName().toStdString(), "the file is no draft of this service");
  }
  Draft draft{cluster,
              service,
              text(document, "savedAt"),
              {},
              text(document, "text"),
              stepsIn(document, "undo"),
              stepsIn(document, "redo")};
  draft.base = {service, text(*base, "text"), number(*base, "revision"), number(*base, "modifyIndex")};
  return draft;
}

Result<void> Drafts::remove(const std::string& cluster, const std::string& service) const {
  QFile file(fileOf(cluster, service));
  if (!file.exists() || file.remove()) return {};
  return ioError(file.fileName(), file.errorString());
}

std::vector<std::string> Drafts::services(const std::string& cluster) const {
  std::vector<std::string> services;
  const QStringList files =
      QDir(clusterFolder(cluster))
          .entryList({QLatin1Char('*') + QLatin1String(kSuffix)}, QDir::Files, QDir::Name);
  for (const QString& file : files) {
    const QByteArray name = file.chopped(static_cast<qsizetype>(qstrlen(kSuffix))).toLatin1();
    services.push_back(QUrl::fromPercentEncoding(name).toStdString());
  }
  return services;
}

}  // namespace halftone::store
