// SPDX-License-Identifier: Apache-2.0
// A value, or the reason why there is none. The verifier's functions that touch the world return
// it; exceptions of the reference's libraries enter it through attempt() alone. In Evidence the
// same type says why a measurement is missing, so "not measured" can never turn into a pass.
#pragma once

#include <exception>
#include <string>
#include <utility>
#include <variant>

#include "reference_impl/base/error.h"

namespace verifier {

using reference::Error;
using reference::ErrorKind;
using reference::require;

struct Failure {
  ErrorKind kind = ErrorKind::internal;
  std::string reason;   // one word of a closed list, such as "no-log" or "not-full-scale"
  std::string message;  // one sentence: found, expected, where, what to do
};

template <typename T>
class [[nodiscard]] Result {
 public:
  // The two conversions that make `return value;` and `return Failure{...};` read well.
  Result(T value) : state_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  Result(Failure failure) : state_(std::move(failure)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return std::holds_alternative<T>(state_); }
  const T& value() const {
    require(ok(), "the value of a failed Result was asked for");
    return std::get<T>(state_);
  }
  T& value() {
    require(ok(), "the value of a failed Result was asked for");
    return std::get<T>(state_);
  }
  const Failure& failure() const {
    require(!ok(), "the failure of a good Result was asked for");
    return std::get<Failure>(state_);
  }

 private:
  std::variant<T, Failure> state_;
};

// What attempt() returns: a function that already gives a Result keeps it as it is.
template <typename T>
struct AttemptOf {
  using Type = Result<T>;
};
template <typename T>
struct AttemptOf<Result<T>> {
  using Type = Result<T>;
};

// Calls `function` and turns an exception of the libraries into a Failure. Bugs of ours
// (ErrorKind::internal) pass through: judge and main alone catch those.
template <typename Function>
auto attempt(Function function) -> typename AttemptOf<decltype(function())>::Type {
  try {
    return function();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::internal) {
      throw;
    }
    return Failure{error.kind(), "unreadable", error.what()};
  }
}

}  // namespace verifier
