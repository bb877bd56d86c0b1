// SPDX-License-Identifier: Apache-2.0
// Lines of a run's log in the challenge's own format, so that one parser reads a submission's logs
// and ours.
#pragma once

#include <cstdint>
#include <string>

#include "reference_impl/record/run_record.h"

namespace reference {

// "step:1/20 train_loss:6.9313 train_time:147ms step_avg:147.05ms"
std::string train_line(std::int64_t step, std::int64_t steps, double loss, std::uint64_t train_ns);

// "step:1/20 val_loss:6.9301 val_bpb:4.1044 train_time:147ms step_avg:147.05ms"
std::string val_line(std::int64_t step, std::int64_t steps, const Score& score,
                     std::uint64_t train_ns);

// "stopping_early: wallclock_cap train_time:560028ms step:6175/20000"
std::string stopped_line(std::int64_t step, std::int64_t steps, std::uint64_t train_ns);

// "final_x val_loss:1.9290 val_bpb:1.1424 eval_time:7044ms" and, on a second line,
// "final_x_exact val_loss:1.92896126 val_bpb:1.14243951".
std::string final_lines(const std::string& name, const Score& score, std::uint64_t eval_ns);

}  // namespace reference
