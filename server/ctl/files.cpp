// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ctl/files.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "backend/codec/policyjson.h"
#include "server/ctl/commandline.h"

namespace halftone::ctl {

namespace {

// One line whatever the policy holds: names and values of it stand in the messages.
std::string oneLine(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

}  // namespace

void print(FILE* out, const char* kind, const policy::Finding& finding) {
  const std::string place = finding.pointer.empty() ? std::string() : finding.pointer + ": ";
  std::fprintf(out, "%s%s\n", kind, oneLine(place + finding.message).c_str());
}

Result<std::string> readFile(const std::string& path, std::size_t limit) {
  FILE* const file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) return fail(ErrorCode::Io, path, std::strerror(errno));
  std::string text;
  std::array<char, 65536> chunk;
  errno = 0;
  for (std::size_t got = 0;
       text.size() <= limit && (got = std::fread(chunk.data(), 1, chunk.size(), file)) > 0;)
    text.append(chunk.data(), got);
  const int error = std::ferror(file) != 0 ? errno : 0;
  if (file != stdin) std::fclose(file);
  if (error != 0) return fail(ErrorCode::Io, path, std::strerror(error));
  if (text.size() > limit)
    return fail(ErrorCode::TooLarge, path, "is more than " + std::to_string(limit) + " bytes");
  return text;
}

std::optional<policy::Policy> readPolicyFile(const std::string& path, FILE* out) {
  // Room for one byte too many, so that the reader names its own limit.
  const auto text = readFile(path, codec::kMaxPolicyBytes * 16);
  if (!text) {
    (void)failed(text.error());
    return std::nullopt;
  }
  auto policy = codec::readPolicy(*text);
  if (!policy) {
    for (const policy::Finding& finding : policy.error()) print(out, "", finding);
    return std::nullopt;
  }
  return std::move(*policy);
}

std::shared_ptr<const policy::RouteTable> compilePolicyFile(const std::string& path) {
  auto policy = readPolicyFile(path, stderr);
  if (!policy) return nullptr;
  auto table = policy::compile(std::move(*policy));
  if (!table) {
    for (const policy::Finding& finding : table.error()) print(stderr, "", finding);
    return nullptr;
  }
  return *table;
}

}  // namespace halftone::ctl
