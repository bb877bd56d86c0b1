// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/train_log.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

constexpr double kNsPerMs = 1e6;

std::string fixed(double value, int digits) {
  std::array<char, 512> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, digits);
  require(end.ec == std::errc(), "a number too long for a log line");
  return {text.data(), end.ptr};
}

std::string milliseconds(std::uint64_t ns) {
  return fixed(static_cast<double>(ns) / kNsPerMs, 0);
}

std::string of_steps(std::int64_t step, std::int64_t steps) {
  return "step:" + std::to_string(step) + "/" + std::to_string(steps);
}

std::string timing(std::int64_t step, std::uint64_t train_ns) {
  const double average = static_cast<double>(train_ns) / kNsPerMs /
                         static_cast<double>(std::max<std::int64_t>(step, 1));
  return " train_time:" + milliseconds(train_ns) + "ms step_avg:" + fixed(average, 2) + "ms";
}

std::string metrics(const Score& score, int digits) {
  return " val_loss:" + fixed(score.val_loss, digits) + " val_bpb:" + fixed(score.val_bpb, digits);
}

}  // namespace

std::string train_line(std::int64_t step, std::int64_t steps, double loss, std::uint64_t train_ns) {
  return of_steps(step, steps) + " train_loss:" + fixed(loss, 4) + timing(step, train_ns);
}

std::string val_line(std::int64_t step, std::int64_t steps, const Score& score,
                     std::uint64_t train_ns) {
  return of_steps(step, steps) + metrics(score, 4) + timing(step, train_ns);
}

std::string stopped_line(std::int64_t step, std::int64_t steps, std::uint64_t train_ns) {
  return "stopping_early: wallclock_cap train_time:" + milliseconds(train_ns) + "ms " +
         of_steps(step, steps);
}

std::string final_lines(const std::string& name, const Score& score, std::uint64_t eval_ns) {
  return name + metrics(score, 4) + " eval_time:" + milliseconds(eval_ns) + "ms\n" + name +
         "_exact" + metrics(score, 8);
}

}  // namespace reference
