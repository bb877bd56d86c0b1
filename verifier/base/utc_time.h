// SPDX-License-Identifier: Apache-2.0
// Times as the report writes them: RFC 3339 in UTC with "Z", whole seconds. No clock is read here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace verifier {

// "2026-01-02T03:04:05Z" of seconds since 1970.
std::string rfc3339_text(std::int64_t seconds);

// The seconds of such a text; nothing for any other form or a date that is not in the calendar.
std::optional<std::int64_t> rfc3339_seconds(std::string_view text);

}  // namespace verifier
