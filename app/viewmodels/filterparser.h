// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace halftone::app {

// What a field holds, which decides how it is compared and where its value is.
enum class FilterKind {
  Text,      // of the search text; ordered as a number where it is one
  Time,      // of the search text, ISO 8601
  Computed,  // a text that the row tells when asked
  Number,    // that the row tells when asked
  Duration,  // likewise, in seconds
};

struct FilterField {
  // Implicit: a name alone is a field of the search text.
  FilterField(QString fieldName, FilterKind fieldKind = FilterKind::Text)
      : name(std::move(fieldName)), kind(fieldKind) {}

  QString name;
  FilterKind kind;
};

// The fields that a filter knows. Those of the search text come first, in its order.
class FilterFields {
 public:
  FilterFields() = default;
  FilterFields(std::initializer_list<FilterField> fields) : m_fields(fields) {}
  FilterFields(const QStringList& names) : m_fields(names.begin(), names.end()) {}

  // Without regard to case; nothing if there is none.
  [[nodiscard]] std::optional<std::size_t> find(QStringView name) const;
  [[nodiscard]] FilterKind kind(std::size_t field) const { return m_fields[field].kind; }
  [[nodiscard]] QString name(std::size_t field) const { return m_fields[field].name; }
  [[nodiscard]] QStringList names() const;

 private:
  std::vector<FilterField> m_fields;
};

// A part of a filter: something to test, or several parts of which all or any must hold. A value.
struct FilterNode {
  enum class Kind { All, Any, Anywhere, Begins, Equals, Less, LessEqual, Greater, GreaterEqual, Fits };
  Kind kind = Kind::Anywhere;
  bool negated = false;
  std::size_t field = 0;
  FilterKind fieldKind = FilterKind::Text;
  std::vector<std::string> texts{};  // one of them, in lower case
  std::vector<double> numbers{};     // one of them
  QRegularExpression pattern{};      // Fits
  std::vector<FilterNode> parts{};   // All, Any
};

// Why a filter cannot be read, and where.
struct FilterProblem {
  enum class Kind {
    TooLong,
    TooManyTerms,
    OpenQuote,
    UnknownField,
    NothingAfter,
    NothingBefore,
    OpenGroup,
    UnopenedGroup,
    EmptyGroup,
    NoNumber,
    NoDuration,
    NoTime,
    OnlyCompared,
    NoFieldBefore,
    NoOperator,
    BadPattern,
    LongPattern,
  };
  Kind kind;
  qsizetype at = 0;  // place in the text, from 0
  QString what{};
  QString detail{};
};

struct ParsedFilter {
  std::optional<FilterNode> root;  // nothing: everything fits
  std::optional<FilterProblem> problem;
  bool asksRows = false;  // looks at what is not in the search text
};

inline constexpr int kMaxFilterLength = 500;
inline constexpr int kMaxFilterTerms = 32;
inline constexpr int kMaxFilterPattern = 100;

// Reads the language that resources/docs/console.md tells. With a problem, `root` is what stands before it;
// a name that is no field is told, but searched as text. Pure; any thread.
[[nodiscard]] ParsedFilter parseFilter(const QString& text, const FilterFields& fields);

// The longest operator that begins here; empty: none.
[[nodiscard]] QStringView filterOperatorAt(QStringView text, qsizetype at);

// The number at the begin of a text; thousands may be parted by commas, a unit may follow.
[[nodiscard]] std::optional<double> leadingNumber(std::string_view text);

}  // namespace halftone::app
