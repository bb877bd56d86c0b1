// SPDX-License-Identifier: Apache-2.0
// One margin in three units (statistics.md section 1). A margin without a unit is refused, and nats
// per token need the bytes a token stands for.
#pragma once

#include <string_view>

namespace verifier::statistics {

enum class MarginUnit { nats_per_token, nats_per_byte, bits_per_byte };

// "nats-per-token", "nats-per-byte", "bpb"; throws std::invalid_argument for anything else.
MarginUnit margin_unit(std::string_view word);
std::string_view to_string(MarginUnit unit);

// Bits per byte of a loss in nats per token.
double bits_per_byte(double nats_per_token, double bytes_per_token);

// Bytes per token that loss and score imply.
double bytes_per_token(double nats_per_token, double bits_per_byte);

// A margin in bits per byte; `bytes_per_token` must be above zero where the unit needs it, else
// std::invalid_argument.
double margin_bpb(double margin, MarginUnit unit, double bytes_per_token);

}  // namespace verifier::statistics
