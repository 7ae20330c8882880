// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/base/result.h"

namespace halftone::ctl {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;   // the thing asked for is wrong or did not work
inline constexpr int kMisused = 2;  // the command line is wrong

// What follows the command's words: options as `--name value` or `--name=value`, the rest in order.
class CommandLine {
 public:
  struct Known {
    std::string_view name;  // "--consul", "-m"
    bool takesValue = true;
  };
  [[nodiscard]] static Result<CommandLine> parse(const std::vector<std::string>& words,
                                                 std::initializer_list<Known> known, std::size_t positionals);
  [[nodiscard]] const std::string& positional(std::size_t i) const { return m_positionals[i]; }
  [[nodiscard]] bool has(std::string_view name) const { return value(name).has_value(); }
  [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> values(std::string_view name) const;

 private:
  std::vector<std::string> m_positionals;
  std::vector<std::pair<std::string, std::string>> m_options;
};

// A command of halftonectl: its words, what follows them, one line of help, and what it does. Gives the exit
// code.
struct Command {
  std::string_view words;
  std::string_view usage;
  std::string_view help;
  int (*run)(const std::vector<std::string>& words);
};

// Says on stderr what is wrong with the command line; kMisused.
int misused(const Error& error);
// Says on stderr why it did not work; kFailed.
int failed(const Error& error);

}  // namespace halftone::ctl
