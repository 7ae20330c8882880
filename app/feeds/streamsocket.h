// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <optional>
#include <string>

class QWebSocket;

namespace halftone::app {

// The WebSocket of a role's stream, kept open: opens again by itself after it is lost, after 0.25 s and then
// twice as long each time up to 5 s (with jitter), and holds a silent peer for lost. Lives in the thread of
// its parent. Frames are limited to kMaxFrameBytes; a peer that exceeds it is cut off.
class StreamSocket : public QObject {
  Q_OBJECT
 public:
  static constexpr quint64 kMaxFrameBytes = 4 * 1024 * 1024;
  // A peer that sends neither a frame nor a pong for so long is lost.
  static constexpr std::chrono::milliseconds kSilence{9000};

  explicit StreamSocket(QUrl url, QObject* parent = nullptr);
  ~StreamSocket() override;

  void start();
  void stop();
  // The peer does not speak as agreed: closes, says so by `lost`, and tries again after at least two seconds.
  void reject(const QString& reason);
  [[nodiscard]] bool isOpen() const { return m_open; }
  [[nodiscard]] const QUrl& url() const { return m_url; }

 signals:
  void opened();
  void received(const QString& text);
  // Once for each time it was open, and once for the first failure to open.
  void lost(const QString& reason);

 private:
  void open();
  void goDown(const QString& reason);
  void onTick();

  QUrl m_url;
  QWebSocket* m_socket = nullptr;
  QTimer m_retry;
  QTimer m_pulse;
  std::chrono::milliseconds m_backoff{250};
  std::chrono::milliseconds m_silent{0};
  bool m_wanted = false;
  bool m_open = false;
  bool m_toldLost = false;
};

// The stream of a role, from the `admin` of its meta ("http://HOST:PORT" or "HOST:PORT"); nothing if that is
// no such address.
[[nodiscard]] std::optional<QUrl> streamUrl(const std::string& admin);
// `path` at a role's admin port, likewise.
[[nodiscard]] std::optional<QUrl> adminUrl(const std::string& admin, const QString& path);

}  // namespace halftone::app
