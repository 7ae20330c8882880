// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/kvvalue.h"

#include <QByteArray>
#include <QStringDecoder>
#include <algorithm>
#include <optional>

#include "backend/codec/jsontree.h"

namespace halftone::app {

namespace {

constexpr int kBytesOfALine = 16;

// The text, or nothing if the bytes are none.
std::optional<QString> decoded(const std::string& bytes) {
  if (bytes.find('\0') != std::string::npos) return std::nullopt;
  QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
  QString text = decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
  if (decoder.hasError()) return std::nullopt;
  return text;
}

// Offset, bytes, and the printable ones as characters.
QString hexDump(const std::string& bytes) {
  QString dump;
  const std::size_t end = std::min(bytes.size(), KvValue::kMaxHexBytes);
  for (std::size_t at = 0; at < end; at += kBytesOfALine) {
    const QByteArray line = QByteArray::fromStdString(bytes.substr(at, kBytesOfALine));
    QString characters;
    for (const char c : line) characters += QLatin1Char(c >= 0x20 && c < 0x7f ? c : '.');
    dump += QStringLiteral("%1  %2  %3\n")
                .arg(at, 8, 16, QLatin1Char('0'))
                .arg(QString::fromLatin1(line.toHex(' ')).leftJustified(3 * kBytesOfALine - 1), characters);
  }
  return dump;
}

// A QTextDocument turns these into others.
bool isUnkept(QChar c) {
  const ushort code = c.unicode();
  return code == 0x00A0 || code == 0x2028 || code == 0x2029 || code == 0xFDD0 || code == 0xFDD1 ||
         code == 0xFEFF || code == 0x0C || code == '\r';
}

}  // namespace

KvValue KvValue::of(const std::string& bytes) {
  if (bytes.size() > kMaxEditedBytes) {
    std::size_t end = kMaxShownBytes;
    while (end > 0 && (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80) --end;  // no half character
    const auto head = decoded(bytes.substr(0, end));
    return {Kind::TooLarge, head ? *head : hexDump(bytes), false};
  }
  const auto text = decoded(bytes);
  if (!text) return {Kind::Binary, hexDump(bytes), false};
  KvValue value{Kind::Text, *text, false};
  const bool allCrLf = text->contains(QLatin1Char('\r')) &&
                       text->count(QLatin1Char('\n')) == text->count(QStringLiteral("\r\n")) &&
                       text->count(QLatin1Char('\r')) == text->count(QStringLiteral("\r\n"));
  if (allCrLf) {
    value.hasCarriageReturns = true;
    value.text.remove(QLatin1Char('\r'));
  }
  if (std::any_of(value.text.cbegin(), value.text.cend(), isUnkept)) {
    value.kind = Kind::Unkept;
  } else if (looksLikeJson(value.text)) {
    value.kind = Kind::Json;
  }
  return value;
}

std::string KvValue::bytesOf(const QString& edited) const {
  QString whole = edited;
  if (hasCarriageReturns) whole.replace(QLatin1Char('\n'), QStringLiteral("\r\n"));
  return whole.toStdString();
}

QString jsonProblem(const QString& text) {
  codec::JsonProblem problem;
  if (codec::parseJson(text.toStdString(), problem)) return {};
  return QString::fromStdString(problem.toString());
}

bool looksLikeJson(const QString& text) {
  const QString begin = text.left(200).trimmed();
  return begin.startsWith(QLatin1Char('{')) || begin.startsWith(QLatin1Char('['));
}

}  // namespace halftone::app
