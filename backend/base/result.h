// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace halftone {

// What went wrong, as callers may want to act on it.
enum class ErrorCode {
  Invalid,      // the input breaks a rule; `place` says where
  NotFound,     // there is no such thing
  Conflict,     // somebody else changed it first
  Refused,      // the other side understood and said no (permissions, validation)
  Unreachable,  // no connection, or it broke
  Timeout,
  TooLarge,  // over a stated limit
  Protocol,  // the other side does not speak as agreed
  Io,        // the operating system said no
};

// An error as a value. Copyable, thread-agnostic.
struct Error {
  ErrorCode code = ErrorCode::Invalid;
  std::string place;    // what it is about: a file, a URL, a JSON pointer; may be empty
  std::string message;  // one sentence for a person

  // "place: message", or the message alone.
  [[nodiscard]] std::string toString() const { return place.empty() ? message : place + ": " + message; }
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string place, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(place), std::move(message)});
}

}  // namespace halftone
