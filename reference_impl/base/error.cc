// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"

namespace reference {

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return 64;
    case ErrorKind::bad_input:
      return 65;
    case ErrorKind::resource_absent:
      return 69;
    case ErrorKind::internal:
      return 70;
    case ErrorKind::transient:
      return 75;
  }
  return 70;
}

void throw_internal(std::string_view message) {
  throw Error(ErrorKind::internal, std::string(message));
}

}  // namespace reference
