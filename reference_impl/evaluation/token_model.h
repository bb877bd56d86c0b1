// SPDX-License-Identifier: Apache-2.0
// What evaluation needs of a network: logits of a window's rows. The network is handed the window's
// input tokens and nothing after them, so it cannot read ahead of the last row it is asked for.
#pragma once

#include <cstdint>
#include <span>

namespace reference {

// Rows first_row..length-1 of the window that starts at stream position `start`; row i sees the
// inputs x[start..start+i] and predicts position start+i+1.
struct WindowRequest {
  std::uint64_t start = 0;
  std::uint32_t length = 0;     // tokens in, 1..seq_len
  std::uint32_t first_row = 0;  // < length
};

class TokenModel {
 public:
  virtual ~TokenModel() = default;
  virtual std::uint32_t vocabulary() const = 0;
  // Whether the bits of a row may depend on how many rows and windows one call asks for, as they do
  // where kernels choose their blocking by shape.
  virtual bool shape_matters() const { return true; }

  // Writes the logits of every requested row, float32, row-major [rows, vocabulary], windows in the
  // order given. `tokens` is the stream x[0..T]; only x[start..start+length-1] of each window may
  // be read. `logits` has exactly the needed size.
  virtual void logits(std::span<const std::uint16_t> tokens, std::span<const WindowRequest> windows,
                      std::span<float> logits) = 0;
};

}  // namespace reference
