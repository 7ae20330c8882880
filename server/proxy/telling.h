// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"
#include "server/net/socket.h"
#include "server/proxy/journal.h"

class QNetworkAccessManager;

namespace halftone::proxy {

// What has to be hidden in a sampled head before anybody sees it.
struct Redaction {
  std::vector<std::string> fields{"authorization", "proxy-authorization", "x-api-key", "x-auth-token"};
  std::vector<std::string> keptCookies;  // all others' values are hidden

  [[nodiscard]] std::string hide(std::string_view name, std::string_view value) const;
};

// A line of the access log: one JSON object and LF.
[[nodiscard]] std::string writeLogLine(const RequestRecord& record);
// A request as `halftonectl policy decide --requests` reads it, and what became of it.
[[nodiscard]] std::string writeSample(const RequestRecord& record, const Redaction& redaction);
// An ExportTraceServiceRequest of OTLP/HTTP in JSON (opentelemetry-proto, docs/specification.md).
[[nodiscard]] std::string writeSpans(const std::vector<const RequestRecord*>& records,
                                     std::string_view service, std::string_view node);

// Appends whole lines to a file; follows it when it is renamed away (logrotate). Main thread.
class AccessLog {
 public:
  [[nodiscard]] static Result<std::unique_ptr<AccessLog>> open(const std::string& path);
  void write(std::string_view lines);

 private:
  explicit AccessLog(std::string path) : m_path(std::move(path)) {}
  [[nodiscard]] bool reopen();
  [[nodiscard]] bool isMoved() const;
  std::string m_path;
  net::UniqueFd m_file;
};

// Where spans go: "http://127.0.0.1:4318" or "https://collector.example/otlp/v1/traces"; without a path
// /v1/traces, as OTLP/HTTP has it.
[[nodiscard]] Result<QUrl> parseCollector(const std::string& text);

struct TellingOptions {
  std::string service;
  std::string node;
  std::string accessLog;  // a file; empty: none
  std::optional<QUrl> collector;
  Redaction redaction;
};

// Takes the workers' records ten times a second and passes them on: to the access log, to a collector, to the
// ring that /v1/samples shows. Main thread.
class Telling : public QObject {
  Q_OBJECT
 public:
  static constexpr std::size_t kSamples = 256;
  static constexpr std::size_t kMaxSpans = 4'096;  // waiting for the collector; more are dropped
  static constexpr std::size_t kBatch = 512;
  using Source = std::function<Journal::Records()>;

  [[nodiscard]] static Result<std::unique_ptr<Telling>> start(TellingOptions options, Source source);
  ~Telling() override;

  // {"samples":[...]}, the newest last.
  [[nodiscard]] std::string samples() const;
  [[nodiscard]] std::uint64_t droppedSpans() const { return m_droppedSpans; }
  // Whose cookies may be seen: those that tell users apart.
  void keepCookies(std::vector<std::string> names) { m_options.redaction.keptCookies = std::move(names); }
  void collect();  // now

 private:
  Telling(TellingOptions options, Source source);
  void exportSpans();

  TellingOptions m_options;
  Source m_source;
  std::unique_ptr<AccessLog> m_log;
  std::deque<std::string> m_samples;
  std::deque<std::unique_ptr<RequestRecord>> m_spans;
  std::uint64_t m_droppedSpans = 0;
  bool m_exporting = false;
  std::unique_ptr<QNetworkAccessManager> m_network;  // null: there is no collector
  QTimer m_timer;
};

}  // namespace halftone::proxy
