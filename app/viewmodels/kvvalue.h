// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>

namespace halftone::app {

// A value of the KV store as a text area can show it. A value type, pure.
struct KvValue {
  static constexpr std::size_t kMaxEditedBytes = 256 * 1024;
  static constexpr std::size_t kMaxShownBytes = 64 * 1024;
  static constexpr std::size_t kMaxHexBytes = 4 * 1024;

  enum class Kind {
    Json,  // begins like an object or a list
    Text,
    Binary,    // no UTF-8, or with zero bytes: as a hex dump of the first kMaxHexBytes
    Unkept,    // text with characters that an editor would change (no-break spaces, foreign line ends)
    TooLarge,  // over kMaxEditedBytes: the first kMaxShownBytes
  };
  Kind kind = Kind::Text;
  QString text;
  bool hasCarriageReturns = false;  // all lines end in CR LF; `text` has LF

  [[nodiscard]] static KvValue of(const std::string& bytes);
  [[nodiscard]] bool isEditable() const { return kind == Kind::Json || kind == Kind::Text; }
  // What an edited text is to be saved as.
  [[nodiscard]] std::string bytesOf(const QString& edited) const;
};

// Where and why a text is no JSON ("line 3, column 14: ..."); empty if it is.
[[nodiscard]] QString jsonProblem(const QString& text);
// Whether it begins as JSON documents do.
[[nodiscard]] bool looksLikeJson(const QString& text);

}  // namespace halftone::app
