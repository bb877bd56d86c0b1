// SPDX-License-Identifier: Apache-2.0
// A bench for the audit: one small stream with one small network, on which players are run, honest
// ones and others, and everything the court can see of them is held against the invariants.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/evaluation/synthetic_model.h"
#include "tests/support/temporary_folder.h"
#include "verifier/gather/event_audit.h"

namespace pgolf_test {

reference::CacheConfig lab_cache();  // orders 2 to 5, 2,048 buckets, entropy gate

struct LabSetup {
  reference::CacheConfig cache = lab_cache();
  std::uint64_t targets = 1024;
  std::uint32_t seq_len = 64;
  std::uint32_t stride = 64;
  std::uint32_t world_size = 2;
  bool score_once = false;
  std::size_t places = 12;  // questions a rank
};

// Parts of a player; what is empty is honest.
using MakeModel =
    std::function<std::unique_ptr<reference::TokenModel>(std::span<const std::uint16_t> stream)>;
struct Player {
  reference::CacheFactory make_cache = {};
  MakeModel make_model = {};
};

class AuditLab {
 public:
  explicit AuditLab(const LabSetup& setup);

  const LabSetup& setup() const { return setup_; }
  const std::vector<std::uint16_t>& tokens() const { return tokens_; }
  const reference::DigestKey& key() const { return key_; }
  reference::Geometry geometry() const;
  // What the honest network says, by position.
  const std::vector<reference::NeuralScore>& neural() const { return neural_; }

  // Runs a player over a stream and leaves its files in a folder; the event root.
  std::string record(const std::filesystem::path& folder, std::span<const std::uint16_t> stream,
                     const Player& player) const;
  // What the event audit says of a folder.
  verifier::EventAudit audit_files(const std::filesystem::path& folder,
                                   const std::string& event_root) const;
  // The invariants a player breaks: its files, its runs over changed futures, its cache questioned.
  std::set<std::string> audit_player(const Player& player) const;

 private:
  LabSetup setup_;
  std::vector<std::uint16_t> tokens_;
  reference::DigestKey key_{};
  std::vector<reference::NeuralScore> neural_;
};

std::set<std::string> names_of(const std::vector<verifier::InvariantBreach>& breaches);

}  // namespace pgolf_test
