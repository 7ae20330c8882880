// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/recording/flight.h"
#include "backend/consul/client.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

class StreamSocket;

// Records what a console hears of a cluster: Consul's services, health, nodes and Halftone's keys, and the
// streams of every role that names an admin port. It listens by connections of its own, so that the flight is
// whole whatever page is in front. GUI thread.
class FlightRecorder : public QObject {
  Q_OBJECT

 public:
  static constexpr int kMaxServices = 200;
  static constexpr int kMaxStreams = 100;

  explicit FlightRecorder(consul::Endpoint endpoint, QObject* parent = nullptr);
  ~FlightRecorder() override;

  // Begins a new flight in `file`; an older one of that name is overwritten.
  [[nodiscard]] Result<void> start(const QString& file);
  void stop();
  [[nodiscard]] bool isRecording() const { return m_recording; }
  [[nodiscard]] const QString& file() const { return m_file; }
  [[nodiscard]] qint64 bytes() const { return m_writer.bytes(); }
  [[nodiscard]] qint64 sinceMs() const { return m_sinceMs; }

 signals:
  // Once a second while it records, and when it begins or ends.
  void changed();
  // It had to end: the disk is full, or the flight as large as one may be.
  void gaveUp(const QString& reason);

 private:
  struct Stream;

  void watch(const QString& path, const QString& query = {});
  void readOnce(const QString& path);
  void takeServices(const QByteArray& body);
  void takeHealth(const QString& service, const QByteArray& body);
  void takeKeys(const QByteArray& body);
  void listen();
  void onSecond();
  void readPages();
  void add(FlightEvent::Kind kind, const QString& name, const QByteArray& text);

  consul::Endpoint m_endpoint;
  std::unique_ptr<consul::Client> m_client;
  QNetworkAccessManager m_network;
  FlightWriter m_writer;
  QString m_file;
  bool m_recording = false;
  qint64 m_sinceMs = 0;
  QTimer m_second;
  int m_seconds = 0;
  std::map<QString, std::unique_ptr<consul::Watch>> m_watches;    // by path
  std::map<QString, std::set<std::string>> m_admins;              // by service
  std::map<std::string, std::unique_ptr<Stream>> m_streams;       // by admin address
  std::map<std::string, std::pair<quint64, std::string>> m_keys;  // ModifyIndex and entry, by key
};

}  // namespace halftone::app
