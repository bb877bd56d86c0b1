// SPDX-License-Identifier: Apache-2.0
// predicate.statistics of the report: the claimed samples, the record of the day, both readings of
// the rule with their tests, the smallest passing gain and the power (report specification, section
// 3; statistics.md section 2). Computed by the same functions as the check, from the same report.
#pragma once

#include "verifier/report/report.h"

#include <nlohmann/json_fwd.hpp>

namespace verifier {

nlohmann::json statistics_json(const Report& report);

}  // namespace verifier
