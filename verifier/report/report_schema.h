// SPDX-License-Identifier: Apache-2.0
// The JSON Schema of the statements that this build writes, byte for byte the file in schema/: put
// into the program by the build, stored beside every report and named there by digest (report
// specification, section 11).
#pragma once

#include <string_view>

namespace verifier {

inline constexpr std::string_view kSchemaVersion = "1.3.0";
inline constexpr std::string_view kSchemaFile = "verification-report-1.schema.json";

std::string_view report_schema();

}  // namespace verifier
