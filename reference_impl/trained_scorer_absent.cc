// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"
#include "reference_impl/code_command.h"

namespace reference {
namespace {

[[noreturn]] void refuse() {
  throw Error(ErrorKind::resource_absent,
              "this build has no LibTorch, which --recipe and --artifact need: configure with "
              "-DPGOLF_TORCH=ON (./verify does), or use --config with the synthetic network");
}

}  // namespace

Scorer trained_scorer(const ScorerOptions& /*options*/) {
  refuse();
}

CodeInput trained_input(const ScorerOptions& /*options*/, const std::filesystem::path& /*data*/) {
  refuse();
}

}  // namespace reference
