// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/evaluation/non_overlapping.h"

#include <algorithm>
#include <string>
#include <vector>

#include "reference_impl/base/error.h"
#include "reference_impl/evaluation/softmax.h"
#include "reference_impl/ngram/mixing.h"

namespace reference {

Score evaluate_non_overlapping(std::span<const std::uint16_t> tokens, const PieceTable& pieces,
                               TokenModel& model, const NonOverlappingOptions& options) {
  require(options.seq_len >= 1 && options.batch_sequences >= 1, "sequences of no tokens");
  const std::uint64_t targets = tokens.empty() ? 0 : tokens.size() - 1;
  const std::uint64_t sequences = targets / options.seq_len;
  if (sequences == 0) {
    throw Error(ErrorKind::bad_input, "the stream has " + std::to_string(targets) +
                                          " targets, one sequence needs " +
                                          std::to_string(options.seq_len));
  }
  check_tokens(pieces, tokens, "the token stream");
  Score score{.label = "non_overlapping"};
  const std::size_t vocabulary = model.vocabulary();
  std::vector<float> logits;
  for (std::uint64_t first = 0; first < sequences; first += options.batch_sequences) {
    const std::uint64_t end = std::min<std::uint64_t>(sequences, first + options.batch_sequences);
    std::vector<WindowRequest> windows;
    for (std::uint64_t i = first; i < end; ++i) {
      windows.push_back({.start = i * options.seq_len, .length = options.seq_len, .first_row = 0});
    }
    logits.resize(windows.size() * options.seq_len * vocabulary);
    model.logits(tokens, windows, logits);
    for (std::size_t row = 0; row * vocabulary < logits.size(); ++row) {
      const std::uint16_t target = tokens[first * options.seq_len + row + 1];
      const std::span<const float> of_row(&logits[row * vocabulary], vocabulary);
      score.sum_nats += score_nats(neural_score(of_row, target).probability);
    }
    if (options.progress) {
      options.progress("non-overlapping: " + std::to_string(end) + " of " +
                       std::to_string(sequences) + " sequences");
    }
  }
  score.tokens = sequences * options.seq_len;
  score.bytes = range_bytes(pieces, tokens, 1, score.tokens);
  score.val_loss = score.sum_nats / static_cast<double>(score.tokens);
  score.val_bpb = bits_per_byte(score.sum_nats, score.bytes);
  return score;
}

}  // namespace reference
