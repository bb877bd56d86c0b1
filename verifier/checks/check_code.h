// SPDX-License-Identifier: Apache-2.0
// What a check's own source provides: its function, the params it reads and its closed list of
// reasons. One function a check, all declared here from checks.def.
#pragma once

#include <span>
#include <string_view>

#include "verifier/checks/check.h"

namespace verifier {

struct CheckCode {
  CheckFunction function = nullptr;
  std::span<const RuleParam> params;
  std::span<const std::string_view> reasons;
};

#define PGOLF_CHECK(source, id, stage, weight, sentence) CheckCode source();
#define PGOLF_CHECK_NOT_BUILT(id, stage, weight, sentence)
#include "verifier/checks/checks.def"
#undef PGOLF_CHECK
#undef PGOLF_CHECK_NOT_BUILT

}  // namespace verifier
