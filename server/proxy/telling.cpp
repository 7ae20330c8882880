// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/telling.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QLoggingCategory>
#include <cerrno>
#include <cstring>

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcTelling, "halftone.proxy.telling")

constexpr std::chrono::milliseconds kBeat{100};
constexpr std::chrono::seconds kExportTimeout{5};

}  // namespace

Result<std::unique_ptr<AccessLog>> AccessLog::open(const std::string& path) {
  std::unique_ptr<AccessLog> log(new AccessLog(path));
  if (!log->reopen()) return fail(ErrorCode::Io, path, std::strerror(errno));
  return log;
}

bool AccessLog::reopen() {
  m_file = net::UniqueFd(::open(m_path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640));
  return static_cast<bool>(m_file);
}

bool AccessLog::isMoved() const {
  struct stat named {};
  struct stat open {};
  if (::stat(m_path.c_str(), &named) != 0) return true;
  return ::fstat(m_file.get(), &open) != 0 || named.st_ino != open.st_ino || named.st_dev != open.st_dev;
}

void AccessLog::write(std::string_view lines) {
  if (isMoved() && !reopen()) {
    qCWarning(lcTelling, "the access log is lost: %s", std::strerror(errno));
    return;
  }
  while (!lines.empty()) {
    const ssize_t written = ::write(m_file.get(), lines.data(), lines.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      qCWarning(lcTelling, "cannot write the access log: %s", std::strerror(errno));
      return;
    }
    lines.remove_prefix(static_cast<std::size_t>(written));
  }
}

Result<Collector> Collector::parse(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) {
    return fail(ErrorCode::Invalid, std::string(url), "is no http://ADDRESS:PORT of a collector");
  }
  const std::string_view rest = url.substr(kScheme.size());
  const std::size_t slash = rest.find('/');
  auto address = net::SocketAddress::parse(rest.substr(0, slash));
  if (!address) return tl::unexpected(address.error());
  Collector collector{*address};
  if (slash != std::string_view::npos && slash + 1 < rest.size()) collector.target = rest.substr(slash);
  return collector;
}

Result<std::unique_ptr<Telling>> Telling::start(TellingOptions options, Source source) {
  std::unique_ptr<Telling> telling(new Telling(std::move(options), std::move(source)));
  if (!telling->m_options.accessLog.empty()) {
    auto log = AccessLog::open(telling->m_options.accessLog);
    if (!log) return tl::unexpected(log.error());
    telling->m_log = std::move(*log);
  }
  return telling;
}

Telling::Telling(TellingOptions options, Source source)
    : m_options(std::move(options)), m_source(std::move(source)) {
  m_timer.callOnTimeout(this, &Telling::collect);
  m_timer.start(kBeat);
}

void Telling::collect() {
  std::string lines;
  for (std::unique_ptr<RequestRecord>& record : m_source()) {
    if (record->logged && m_log) lines += writeLogLine(*record);
    if (record->sampled) {
      m_samples.push_back(writeSample(*record, m_options.redaction));
      if (m_samples.size() > kSamples) m_samples.pop_front();
    }
    if (!record->traced || !m_options.collector) continue;
    if (m_spans.size() < kMaxSpans) {
      m_spans.push_back(std::move(record));
    } else {
      ++m_droppedSpans;
    }
  }
  if (!lines.empty()) m_log->write(lines);
  exportSpans();
}

// One batch at a time: a collector that is slow or away costs at most what waits here.
void Telling::exportSpans() {
  if (m_exporting || m_spans.empty()) return;
  std::vector<const RequestRecord*> batch;
  for (const auto& record : m_spans) {
    if (batch.size() == kBatch) break;
    batch.push_back(record.get());
  }
  net::ClientRequest request;
  request.to = m_options.collector->address;
  request.method = "POST";
  request.target = m_options.collector->target;
  request.fields = {{"Content-Type", "application/json"}};
  request.body = writeSpans(batch, m_options.service, m_options.node);
  request.timeout = kExportTimeout;
  const std::size_t count = batch.size();
  m_spans.erase(m_spans.begin(), m_spans.begin() + static_cast<std::ptrdiff_t>(count));
  m_exporting = true;
  m_client.send(std::move(request), [this, count](const Result<net::HttpResponse>& answer) {
    m_exporting = false;
    if (answer && answer->status / 100 == 2) return;
    m_droppedSpans += count;
    qCDebug(lcTelling, "the collector did not take %zu spans", count);
  });
}

std::string Telling::samples() const {
  std::string text = "{\"samples\":[";
  for (const std::string& sample : m_samples) {
    if (text.back() != '[') text += ',';
    text += sample;
  }
  return text + "]}";
}

}  // namespace halftone::proxy
