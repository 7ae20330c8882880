// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recording/flight.h"

#include <zlib.h>

#include <QtEndian>
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr char kHead[] = "halftone-flight 1\n";
constexpr qsizetype kBlock = 256 * 1024;
constexpr int kPacking = 6;                          // zlib's level
constexpr qint64 kEarliest = 946'684'800'000;        // the year 2000
constexpr qint64 kLongest = 8LL * 24 * 3600 * 1000;  // milliseconds
constexpr std::array kKinds{"consul", "keys", "opened", "frame", "lost", "page"};

Error wrong(const QString& file, int block, int line, const std::string& what) {
  const QString place = line > 0 ? QStringLiteral("%1, block %2, line %3").arg(file).arg(block).arg(line)
                                 : QStringLiteral("%1, block %2").arg(file).arg(block);
  return {ErrorCode::Protocol, place.toStdString(), what};
}

QByteArray lineOf(const FlightEvent& event) {
  json line{{"t", event.timeMs}, {"k", kKinds[static_cast<std::size_t>(event.kind)]}};
  line["n"] = event.name.toStdString();
  if (!event.text.isEmpty()) line["x"] = event.text.toStdString();
  return QByteArray::fromStdString(line.dump(-1, ' ', false, json::error_handler_t::replace)) + '\n';
}

std::optional<FlightEvent> eventOf(const QByteArray& text) {
  const json line = json::parse(text.begin(), text.end(), nullptr, false);
  if (!line.is_object()) return std::nullopt;
  const auto time = line.find("t");
  const auto kind = line.find("k");
  const auto name = line.find("n");
  const auto body = line.find("x");
  if (time == line.end() || !time->is_number_integer() || kind == line.end() || !kind->is_string() ||
      name == line.end() || !name->is_string() || (body != line.end() && !body->is_string()))
    return std::nullopt;
  const auto known = std::find(kKinds.begin(), kKinds.end(), kind->get<std::string>());
  if (known == kKinds.end()) return std::nullopt;
  FlightEvent event;
  event.timeMs = time->get<qint64>();
  event.kind = static_cast<FlightEvent::Kind>(known - kKinds.begin());
  event.name = QString::fromStdString(name->get<std::string>());
  if (body != line.end()) event.text = QByteArray::fromStdString(body->get<std::string>());
  return event;
}

// What qCompress packed, but never more than `size` bytes: qUncompress goes on beyond what the head says.
QByteArray unpack(const QByteArray& packed, quint32 size) {
  QByteArray block(static_cast<qsizetype>(size), Qt::Uninitialized);
  uLongf length = size;
  const int result = uncompress(reinterpret_cast<Bytef*>(block.data()), &length,
                                reinterpret_cast<const Bytef*>(packed.constData()) + 4,
                                static_cast<uLong>(packed.size() - 4));
  return result == Z_OK && length == size ? block : QByteArray();
}

// The events of one block, onto those before.
Result<void> readBlock(const QByteArray& block, int number, const FlightLimits& limits, Flight& flight) {
  int lineNumber = 0;
  for (qsizetype at = 0; at < block.size();) {
    ++lineNumber;
    qsizetype end = block.indexOf('\n', at);
    if (end < 0) end = block.size();
    auto event = eventOf(block.mid(at, end - at));
    at = end + 1;
    if (!event) return tl::unexpected(wrong(flight.file, number, lineNumber, "no event of a flight"));
    const bool first = flight.events.empty();
    if (event->timeMs < kEarliest || (!first && event->timeMs > flight.startMs() + kLongest))
      return tl::unexpected(wrong(flight.file, number, lineNumber, "a time outside of the flight"));
    // A clock that was set back while it was recorded: time stands until it has caught up.
    if (!first) event->timeMs = std::max(event->timeMs, flight.endMs());
    if (flight.events.size() >= limits.events)
      return tl::unexpected(wrong(flight.file, number, lineNumber, "more events than a flight may have"));
    flight.events.push_back(*std::move(event));
  }
  return {};
}

}  // namespace

FlightWriter::~FlightWriter() {
  close();
}

Result<void> FlightWriter::open(const QString& file) {
  m_file.setFileName(file);
  const QByteArray head(kHead);
  if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate) || m_file.write(head) != head.size())
    return fail(ErrorCode::Io, file.toStdString(), m_file.errorString().toStdString());
  return {};
}

bool FlightWriter::add(const FlightEvent& event) {
  if (!m_error.isEmpty() || !m_file.isOpen()) return false;
  const QByteArray line = lineOf(event);
  if (line.size() > m_limits.blockBytes) return true;  // no console shows more; the rest goes on
  if (m_block.size() + line.size() > m_limits.blockBytes && !flush()) return false;
  m_text += line.size();
  if (m_text > m_limits.textBytes || ++m_events > m_limits.events) {
    m_error = QStringLiteral("%1 MB").arg(m_limits.textBytes / (1024 * 1024));
    flush();
    return false;
  }
  m_block += line;
  return m_block.size() < kBlock || flush();
}

bool FlightWriter::flush() {
  if (m_block.isEmpty() || !m_file.isOpen()) return true;
  const QByteArray packed = qCompress(std::exchange(m_block, {}), kPacking);
  std::array<char, 4> length{};
  qToBigEndian(static_cast<quint32>(packed.size()), length.data());
  const bool fits = m_file.size() + packed.size() <= m_limits.fileBytes;
  const bool written =
      fits && m_file.write(length.data(), 4) == 4 && m_file.write(packed) == packed.size() && m_file.flush();
  if (!written && m_error.isEmpty())
    m_error = fits ? m_file.errorString() : QStringLiteral("%1 MB").arg(m_limits.fileBytes / (1024 * 1024));
  return written;
}

void FlightWriter::close() {
  if (!m_file.isOpen()) return;
  flush();
  m_written = m_file.size();
  m_file.close();
}

Result<Flight> readFlight(const QString& name, const FlightLimits& limits) {
  QFile file(name);
  if (!file.open(QIODevice::ReadOnly))
    return fail(ErrorCode::Io, name.toStdString(), file.errorString().toStdString());
  if (file.size() > limits.fileBytes)
    return fail(ErrorCode::TooLarge, name.toStdString(), "larger than a flight may be");
  const QByteArray head = file.read(sizeof kHead - 1);
  if (head != kHead) return fail(ErrorCode::Protocol, name.toStdString(), "this is not a recorded flight");
  Flight flight;
  flight.file = name;
  qint64 unpacked = 0;
  for (int number = 1; !file.atEnd(); ++number) {
    const QByteArray length = file.read(4);
    const quint32 size = length.size() == 4 ? qFromBigEndian<quint32>(length.constData()) : 0;
    if (length.size() < 4 || size > file.size() - file.pos()) {
      flight.cutOff = true;
      break;
    }
    const QByteArray packed = file.read(size);
    // What qUncompress would allocate stands in front.
    const quint32 wanted = packed.size() > 4 ? qFromBigEndian<quint32>(packed.constData()) : 0;
    if (wanted == 0 || wanted > limits.blockBytes || (unpacked += wanted) > limits.textBytes)
      return tl::unexpected(wrong(name, number, 0, "a block of a size that no flight has"));
    const QByteArray block = unpack(packed, wanted);
    if (block.isEmpty()) return tl::unexpected(wrong(name, number, 0, "a damaged block"));
    if (const auto read = readBlock(block, number, limits, flight); !read)
      return tl::unexpected(read.error());
  }
  if (flight.events.empty())
    return fail(ErrorCode::Protocol, name.toStdString(), "the flight holds nothing that can be replayed");
  return flight;
}

}  // namespace halftone::app
