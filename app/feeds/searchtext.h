// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace halftone::app {

// Between the fields of a search text, and between several values of one field.
inline constexpr char kFieldEnd = '\x1f';
inline constexpr char kValueEnd = '\x1e';

// The fields of a row in lower case UTF-8, each ended by kFieldEnd: what filters search, prepared once.
// Commas with a space (joined lists) become kValueEnd.
[[nodiscard]] std::string searchText(std::initializer_list<QString> fields);

// Field number `index` of a search text; empty if it has fewer.
[[nodiscard]] std::string_view searchField(std::string_view searchText, std::size_t index);

// Bytes whose order is the text's, without regard to case and with numbers by value: "u9" before "u10".
[[nodiscard]] std::string naturalKey(const QString& text);

}  // namespace halftone::app
