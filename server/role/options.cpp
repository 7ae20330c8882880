// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>

#include "server/role/role.h"

namespace halftone::role {

namespace {

// Every role has it; the caller looks for it before all else.
constexpr Options::Known kHelp{"help", nullptr, "tells the options and ends"};

const Options::Known* findKnown(std::string_view name, const std::vector<Options::Known>& known) {
  if (name == kHelp.name) return &kHelp;
  const auto found =
      std::ranges::find(known, name, [](const Options::Known& k) { return std::string_view(k.name); });
  return found == known.end() ? nullptr : &*found;
}

std::string dashed(std::string_view name) {
  return "--" + std::string(name);
}

}  // namespace

Result<Options> Options::parse(const QStringList& arguments, const std::vector<Known>& known) {
  Options options;
  for (qsizetype i = 0; i < arguments.size(); ++i) {
    const std::string argument = arguments[i].toStdString();
    if (!argument.starts_with("--") || argument.size() == 2) {
      return fail(ErrorCode::Invalid, argument, "is no option");
    }
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    const Known* option = findKnown(name, known);
    if (option == nullptr) return fail(ErrorCode::Invalid, dashed(name), "there is no such option");
    if (options.has(name)) return fail(ErrorCode::Invalid, dashed(name), "is given twice");

    std::string value;
    if (option->value == nullptr) {
      if (equals != std::string::npos) return fail(ErrorCode::Invalid, dashed(name), "takes no value");
    } else if (equals != std::string::npos) {
      value = argument.substr(equals + 1);
    } else if (++i < arguments.size()) {
      value = arguments[i].toStdString();
    } else {
      return fail(ErrorCode::Invalid, dashed(name), std::string("wants a value, ") + option->value);
    }
    options.m_values.emplace_back(name, std::move(value));
  }
  if (options.has(kHelp.name)) return options;
  for (const Known& option : known) {
    if (option.required && !options.has(option.name)) {
      return fail(ErrorCode::Invalid, dashed(option.name), "is required");
    }
  }
  return options;
}

bool Options::has(std::string_view name) const {
  return std::ranges::any_of(m_values, [&](const auto& entry) { return entry.first == name; });
}

std::string Options::value(std::string_view name, std::string fallback) const {
  for (const auto& [key, value] : m_values) {
    if (key == name) return value;
  }
  return fallback;
}

Result<int> Options::number(std::string_view name, int fallback, int low, int high) const {
  if (!has(name)) return fallback;
  const std::string text = value(name);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < low || number > high) {
    return fail(
        ErrorCode::Invalid, dashed(name),
        "'" + text + "' is no whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return number;
}

Result<net::SocketAddress> Options::address(std::string_view name) const {
  if (!has(name)) return fail(ErrorCode::Invalid, dashed(name), "is required");
  Result<net::SocketAddress> address = net::SocketAddress::parse(value(name));
  if (!address) return fail(address.error().code, dashed(name), address.error().toString());
  return address;
}

std::string usage(std::string_view role, const std::vector<Options::Known>& known) {
  std::vector<std::pair<std::string, std::string>> lines;
  const auto add = [&lines](const Options::Known& option) {
    std::string left = dashed(option.name);
    if (option.value != nullptr) left += std::string(" ") + option.value;
    lines.emplace_back(std::move(left), std::string(option.help) + (option.required ? " (required)" : ""));
  };
  for (const Options::Known& option : known) add(option);
  add(kHelp);

  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.first.size());
  std::string text = "usage: halftone-server " + std::string(role) + " [options]\n\n";
  for (const auto& [left, right] : lines) {
    text += "  " + left + std::string(width - left.size() + 2, ' ') + right + "\n";
  }
  return text;
}

}  // namespace halftone::role
