// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "backend/base/result.h"

namespace halftone::app {

// One thing that a console heard.
struct FlightEvent {
  enum class Kind {
    Consul,  // `name` is a path of Consul's API, `text` its new body
    Keys,    // `text`: {"set":[entries of /v1/kv],"gone":[keys]}
    Opened,  // the stream of the role at the admin address `name` opened
    Frame,   // `text` came by it
    Lost,    // it closed
    Page,    // `name` is an admin address, a space and a path; `text` what a GET of it gave
  };
  qint64 timeMs = 0;  // since 1970
  Kind kind = Kind::Consul;
  QString name;
  QByteArray text;
  friend bool operator==(const FlightEvent&, const FlightEvent&) = default;
};

// Limits of a flight, for writing and for reading.
struct FlightLimits {
  qint64 fileBytes = 512LL * 1024 * 1024;
  qint64 textBytes = 768LL * 1024 * 1024;  // unpacked
  qint64 blockBytes = 16LL * 1024 * 1024;  // unpacked
  std::size_t events = 4'000'000;
};

// Writes a flight: a line "halftone-flight 1", then blocks of a 4-byte length (big endian) and so many bytes
// that qUncompress reads: lines of JSON {"t":..,"k":..,"n":..,"x":..} in the order of time. What was written
// before a crash can be read. One thread at a time.
class FlightWriter {
 public:
  explicit FlightWriter(FlightLimits limits = {}) : m_limits(limits) {}
  ~FlightWriter();

  [[nodiscard]] Result<void> open(const QString& file);
  // False when a limit or the disk refuses more: error() says why, and nothing more is taken.
  bool add(const FlightEvent& event);
  bool flush();
  void close();
  [[nodiscard]] qint64 bytes() const { return m_file.isOpen() ? m_file.size() : m_written; }
  [[nodiscard]] const QString& error() const { return m_error; }

 private:
  FlightLimits m_limits;
  QFile m_file;
  QByteArray m_block;
  qint64 m_text = 0;
  qint64 m_written = 0;
  std::size_t m_events = 0;
  QString m_error;
};

// A flight as it was read. `cutOff`: its last block is not whole, as after a crash; what is before it is
// good.
struct Flight {
  QString file;
  std::vector<FlightEvent> events;  // by time
  bool cutOff = false;
  [[nodiscard]] qint64 startMs() const { return events.empty() ? 0 : events.front().timeMs; }
  [[nodiscard]] qint64 endMs() const { return events.empty() ? 0 : events.back().timeMs; }
};

// Errors name the file, and the block and line in it.
[[nodiscard]] Result<Flight> readFlight(const QString& file, const FlightLimits& limits = {});

}  // namespace halftone::app
