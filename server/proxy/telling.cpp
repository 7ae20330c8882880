// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/telling.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QLoggingCategory>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <cerrno>
#include <cstring>

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcTelling, "halftone.proxy.telling")

constexpr std::chrono::milliseconds kBeat{100};
constexpr int kExportTimeoutMs = 5'000;

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

Result<QUrl> parseCollector(const std::string& text) {
  QUrl url(QString::fromStdString(text), QUrl::StrictMode);
  const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
  if (!url.isValid() || !isHttp || url.host().isEmpty() || url.hasFragment())
    return fail(ErrorCode::Invalid, text, "is no http(s)://HOST:PORT of a collector");
  if (url.path().size() <= 1) url.setPath(QStringLiteral("/v1/traces"));
  return url;
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
  if (m_options.collector) m_network = std::make_unique<QNetworkAccessManager>();
  m_timer.callOnTimeout(this, &Telling::collect);
  m_timer.start(kBeat);
}

Telling::~Telling() = default;

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
  QNetworkRequest request(*m_options.collector);
  request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
  request.setTransferTimeout(kExportTimeoutMs);
  const std::size_t count = batch.size();
  const QByteArray body = QByteArray::fromStdString(writeSpans(batch, m_options.service, m_options.node));
  m_spans.erase(m_spans.begin(), m_spans.begin() + static_cast<std::ptrdiff_t>(count));
  m_exporting = true;
  QNetworkReply* const reply = m_network->post(request, body);
  // What it says is not wanted, however long.
  connect(reply, &QIODevice::readyRead, m_network.get(), [reply] { reply->skip(reply->bytesAvailable()); });
  connect(reply, &QNetworkReply::finished, m_network.get(), [this, reply, count] {
    reply->deleteLater();
    m_exporting = false;
    if (reply->error() == QNetworkReply::NoError) return;
    m_droppedSpans += count;
    qCDebug(lcTelling, "the collector did not take %zu spans: %s", count, qPrintable(reply->errorString()));
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
