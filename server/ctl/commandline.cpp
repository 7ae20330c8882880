// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ctl/commandline.h"

#include <algorithm>
#include <cstdio>

namespace halftone::ctl {

Result<CommandLine> CommandLine::parse(const std::vector<std::string>& words,
                                       std::initializer_list<Known> known, std::size_t positionals) {
  CommandLine line;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word.size() < 2 || word.front() != '-') {  // "-" alone is standard input
      line.m_positionals.push_back(word);
      continue;
    }
    const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    const std::string name = word.substr(0, equals);
    const auto option =
        std::find_if(known.begin(), known.end(), [&name](const Known& one) { return one.name == name; });
    if (option == known.end()) return fail(ErrorCode::Invalid, name, "no such option here");
    if (!option->takesValue) {
      if (equals != std::string::npos) return fail(ErrorCode::Invalid, name, "takes no value");
      line.m_options.emplace_back(name, "");
      continue;
    }
    if (equals == std::string::npos && i + 1 == words.size())
      return fail(ErrorCode::Invalid, name, "lacks its value");
    line.m_options.emplace_back(name, equals == std::string::npos ? words[++i] : word.substr(equals + 1));
  }
  if (line.m_positionals.size() != positionals)
    return fail(ErrorCode::Invalid, {},
                "takes " + std::to_string(positionals) + " argument" + (positionals == 1 ? "" : "s") +
                    " besides options, not " + std::to_string(line.m_positionals.size()));
  return line;
}

std::optional<std::string> CommandLine::value(std::string_view name) const {
  const auto at =
      std::find_if(m_options.begin(), m_options.end(), [name](const auto& one) { return one.first == name; });
  return at == m_options.end() ? std::nullopt : std::optional(at->second);
}

std::vector<std::string> CommandLine::values(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [option, given] : m_options)
    if (option == name) found.push_back(given);
  return found;
}

int misused(const Error& error) {
  std::fprintf(stderr, "halftonectl: %s\nhalftonectl --help tells the commands.\n", error.toString().c_str());
  return kMisused;
}

int failed(const Error& error) {
  std::fprintf(stderr, "halftonectl: %s\n", error.toString().c_str());
  return kFailed;
}

}  // namespace halftone::ctl
