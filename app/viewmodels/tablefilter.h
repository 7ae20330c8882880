// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "app/viewmodels/filterparser.h"

namespace halftone::app {

// What a row tells of a field that its search text does not have.
struct FilterValue {
  double number = std::numeric_limits<double>::quiet_NaN();  // of Number and Duration; NaN: not known
  std::string text{};                                        // of Computed
};

// What the operator typed into a filter: see parseFilter(). No regard to case. A name that is no field is
// ordinary text, so 10.0.0.1:8500 finds an address. A text that cannot be read filters by what stands before
// the mistake. A value; matching is const and may run on any thread.
class TableFilter {
 public:
  using ValueOf = std::function<FilterValue(std::size_t field)>;

  TableFilter() = default;
  // `fields` begin with the names of the fields of the search texts it will see, in their order.
  TableFilter(const QString& text, const FilterFields& fields);

  [[nodiscard]] bool isEmpty() const { return !m_root; }
  // Whether a row may fit at another time though its search text is the same.
  [[nodiscard]] bool asksRows() const { return m_asksRows; }
  // Whether any part of it is about this field.
  [[nodiscard]] bool asks(std::size_t field) const;
  // `row` is made by searchText(); `valueOf` is asked for the fields that are not in it.
  [[nodiscard]] bool matches(std::string_view row, const ValueOf& valueOf = {}) const;

  // The text of a filter that finds just this value of a field.
  [[nodiscard]] static QString exactly(const QString& field, const QString& value);

 private:
  std::optional<FilterNode> m_root;
  bool m_asksRows = false;
};

}  // namespace halftone::app
