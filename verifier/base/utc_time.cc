// SPDX-License-Identifier: Apache-2.0
#include "verifier/base/utc_time.h"

#include <chrono>

namespace verifier {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

std::string padded(std::int64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  return std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

// The number that `width` digits at `at` make; -1 where one of them is no digit.
int digits_at(std::string_view text, std::size_t at, std::size_t width) {
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return -1;
    }
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::string rfc3339_text(std::int64_t seconds) {
  constexpr std::int64_t kDay = 86400;
  const std::int64_t day = (seconds >= 0 ? seconds : seconds - (kDay - 1)) / kDay;
  const std::int64_t rest = seconds - day * kDay;
  const year_month_day date{sys_days{days{day}}};
  return padded(static_cast<int>(date.year()), 4) + "-" +
         padded(static_cast<unsigned>(date.month()), 2) + "-" +
         padded(static_cast<unsigned>(date.day()), 2) + "T" + padded(rest / 3600, 2) + ":" +
         padded(rest / 60 % 60, 2) + ":" + padded(rest % 60, 2) + "Z";
}

std::optional<std::int64_t> rfc3339_seconds(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00Z";
  if (text.size() != kShape.size()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == '0' ? !digit : text[i] != kShape[i]) {
      return std::nullopt;
    }
  }
  const year_month_day date{std::chrono::year{digits_at(text, 0, 4)},
                            std::chrono::month{static_cast<unsigned>(digits_at(text, 5, 2))},
                            std::chrono::day{static_cast<unsigned>(digits_at(text, 8, 2))}};
  const int hour = digits_at(text, 11, 2);
  const int minute = digits_at(text, 14, 2);
  const int second = digits_at(text, 17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  const std::int64_t day = sys_days{date}.time_since_epoch().count();
  return day * 86400 + hour * 3600 + minute * 60 + second;
}

}  // namespace verifier
