// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/searchtext.h"

#include <algorithm>

namespace halftone::app {

namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// Control characters would break the layout of a search text, so that none of them gets in.
std::string lowered(const QString& text) {
  std::string bytes = text.toLower().toStdString();
  std::replace_if(
      bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return bytes;
}

}  // namespace

std::string searchText(std::initializer_list<QString> fields) {
  std::string all;
  for (const QString& field : fields) {
    const std::string text = lowered(field);
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool joint = text[i] == ',' && i + 1 < text.size() && text[i + 1] == ' ';
      all += joint ? kValueEnd : text[i];
      if (joint) ++i;
    }
    all += kFieldEnd;
  }
  return all;
}

std::string_view searchField(std::string_view searchText, std::size_t index) {
  std::size_t begin = 0;
  for (;; --index) {
    const std::size_t end = searchText.find(kFieldEnd, begin);
    if (end == std::string_view::npos) return {};
    if (index == 0) return searchText.substr(begin, end - begin);
    begin = end + 1;
  }
}

std::string naturalKey(const QString& text) {
  const std::string bytes = lowered(text);
  std::string key;
  key.reserve(bytes.size() + 4);
  for (std::size_t i = 0; i < bytes.size();) {
    if (!isDigit(bytes[i])) {
      key += bytes[i++];
      continue;
    }
    while (i < bytes.size() && bytes[i] == '0') ++i;
    const std::size_t begin = i;
    while (i < bytes.size() && isDigit(bytes[i])) ++i;
    // A number's length first orders numbers by value; it is written so that it stays below letters.
    key += static_cast<char>('0' + std::min<std::size_t>(i - begin, 40));
    key.append(bytes, begin, i - begin);
  }
  return key;
}

}  // namespace halftone::app
