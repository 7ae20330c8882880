// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/savedrouting.h"

#include <QFile>
#include <QSaveFile>
#include <nlohmann/json.hpp>

namespace halftone::proxy {

namespace {

using Json = nlohmann::json;

constexpr qint64 kMaxBytes = 128 * 1024 * 1024;
constexpr int kFormat = 1;

std::string textOf(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::uint64_t numberOf(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
}

}  // namespace

Result<SavedRouting> readSavedRouting(const std::string& path, const std::string& service) {
  QFile file(QString::fromStdString(path));
  if (!file.exists()) return fail(ErrorCode::NotFound, path, "there is no snapshot yet");
  if (!file.open(QIODevice::ReadOnly)) return fail(ErrorCode::Io, path, file.errorString().toStdString());
  if (file.size() > kMaxBytes) return fail(ErrorCode::TooLarge, path, "a snapshot is smaller than 128 MiB");
  const QByteArray bytes = file.readAll();
  const Json json = Json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!json.is_object() || numberOf(json, "format") != kFormat) {
    return fail(ErrorCode::Invalid, path, "this is no snapshot of a proxy");
  }
  SavedRouting saved{textOf(json, "service"), textOf(json, "policy"), numberOf(json, "policyIndex"),
                     numberOf(json, "policyRevision"), textOf(json, "instances")};
  if (saved.service != service) {
    return fail(ErrorCode::Invalid, path, "it is a snapshot of the service \"" + saved.service + "\"");
  }
  return saved;
}

Result<void> writeSavedRouting(const std::string& path, const SavedRouting& saved) {
  const Json json{{"format", kFormat},
                  {"service", saved.service},
                  {"policy", saved.policy},
                  {"policyIndex", saved.policyIndex},
                  {"policyRevision", saved.policyRevision},
                  {"instances", saved.instances}};
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  QSaveFile file(QString::fromStdString(path));
  const bool written =
      file.open(QIODevice::WriteOnly) &&
      file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size()) &&
      file.commit();
  if (!written) return fail(ErrorCode::Io, path, file.errorString().toStdString());
  return {};
}

}  // namespace halftone::proxy
