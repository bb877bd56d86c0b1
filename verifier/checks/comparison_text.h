// SPDX-License-Identifier: Apache-2.0
// A comparison with the record of the day in sentences: samples, direction, test, margin in every
// unit, the smallest gain that would have passed and the power, so that "not significant" is never
// read as "not better".
#pragma once

#include <string>

#include "verifier/checks/record_comparison.h"

namespace verifier {

// Both groups and the gain.
std::string groups_text(const RecordComparison& comparison);

// Test, margin and outcome of one reading.
std::string reading_text(const RecordComparison& comparison, const ReadingResult& result);

}  // namespace verifier
