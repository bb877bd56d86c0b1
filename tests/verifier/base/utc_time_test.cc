// SPDX-License-Identifier: Apache-2.0
#include "verifier/base/utc_time.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

struct Moment {
  const char* name;
  std::int64_t seconds;
  const char* text;
};

class UtcTime : public testing::TestWithParam<Moment> {};

// Expected values: GNU date.
TEST_P(UtcTime, IsRfc3339BothWays) {
  EXPECT_EQ(rfc3339_text(GetParam().seconds), GetParam().text);
  EXPECT_EQ(rfc3339_seconds(GetParam().text), GetParam().seconds);
}

INSTANTIATE_TEST_SUITE_P(Rows, UtcTime,
                         testing::Values(Moment{"epoch", 0, "1970-01-01T00:00:00Z"},
                                         Moment{"before_epoch", -1, "1969-12-31T23:59:59Z"},
                                         Moment{"leap_day", 951827696, "2000-02-29T12:34:56Z"},
                                         Moment{"golden_start", 1767323045, "2026-01-02T03:04:05Z"},
                                         Moment{"end_of_day", 1767311999, "2026-01-01T23:59:59Z"}),
                         [](const auto& row) { return row.param.name; });

struct Refused {
  const char* name;
  const char* text;
};

class RefusedTime : public testing::TestWithParam<Refused> {};

TEST_P(RefusedTime, GivesNothing) {
  EXPECT_FALSE(rfc3339_seconds(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(Rows, RefusedTime,
                         testing::Values(Refused{"no_zone", "2026-01-02T03:04:05"},
                                         Refused{"offset", "2026-01-02T03:04:05+00:00"},
                                         Refused{"fraction", "2026-01-02T03:04:05.0Z"},
                                         Refused{"no_such_day", "2026-02-29T00:00:00Z"},
                                         Refused{"month_13", "2026-13-01T00:00:00Z"},
                                         Refused{"hour_24", "2026-01-01T24:00:00Z"},
                                         Refused{"sign_for_digit", "2026-01-0-T00:00:00Z"},
                                         Refused{"empty", ""}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace verifier
