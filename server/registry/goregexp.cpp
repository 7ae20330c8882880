// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/goregexp.h"

#include <re2/re2.h>

namespace halftone::registry {

namespace {

const char* reason(RE2::ErrorCode code) {
  switch (code) {
    case RE2::ErrorMissingBracket:
      return "missing closing ]";
    case RE2::ErrorMissingParen:
      return "missing closing )";
    case RE2::ErrorUnexpectedParen:
      return "unexpected )";
    case RE2::ErrorBadCharClass:
      return "invalid character class";
    case RE2::ErrorBadCharRange:
      return "invalid character class range";
    case RE2::ErrorTrailingBackslash:
      return "trailing backslash at end of expression";
    case RE2::ErrorRepeatArgument:
      return "missing argument to repetition operator";
    case RE2::ErrorRepeatSize:
      return "invalid repeat count";
    case RE2::ErrorRepeatOp:
      return "invalid nested repetition operator";
    case RE2::ErrorBadPerlOp:
      return "invalid or unsupported Perl syntax";
    case RE2::ErrorBadUTF8:
      return "invalid UTF-8";
    case RE2::ErrorBadNamedCapture:
      return "invalid named capture";
    case RE2::ErrorBadEscape:
      return "invalid escape sequence";
    default:
      return "internal error";
  }
}

}  // namespace

Result<std::shared_ptr<const RE2>> compileRegexp(const std::string& pattern) {
  RE2::Options options(RE2::Quiet);
  auto compiled = std::make_shared<const RE2>(pattern, options);
  if (compiled->ok()) return compiled;
  return fail(ErrorCode::Invalid, {},
              std::string("error parsing regexp: ") + reason(compiled->error_code()) + ": `" +
                  compiled->error_arg() + "`");
}

}  // namespace halftone::registry
