// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/standard_output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "reference_impl/base/error.h"

namespace reference {

void write_output(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw Error(ErrorKind::transient,
                std::string("standard output cannot be written: ") + std::strerror(errno));
  }
}

}  // namespace reference
