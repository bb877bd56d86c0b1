// SPDX-License-Identifier: Apache-2.0
// What the network said of every scored position of one rank, in the order of scoring: the bytes
// `PGNEURL1`, then two binary64 a scoring, little-endian: the probability of the token and the
// entropy of the distribution in nats. With it anybody who has the tokens can compute every cache
// score again, to the bit, without the network (causality-audit.md, I12). Outside chain and root:
// the score digests bind the probabilities.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference_impl/record/staged_file.h"

namespace reference {

struct NeuralRecord {
  double probability = 0;
  double entropy_nats = 0;
};

std::string neural_file_name(std::uint32_t rank);  // neural-<rank>.bin

class NeuralFileWriter {
 public:
  // Starts the file in an existing folder; throws Error{transient} when the disk refuses.
  NeuralFileWriter(const std::filesystem::path& folder, std::uint32_t rank);
  void append(std::span<const NeuralRecord> records);
  // Gives the file its name.
  void finish() { file_.finish(); }

 private:
  StagedFile file_;
};

// Throws Error{bad_input} "<name>: ..." where the bytes are no such file.
std::vector<NeuralRecord> read_neural_file(std::string_view bytes, const std::string& name);

}  // namespace reference
