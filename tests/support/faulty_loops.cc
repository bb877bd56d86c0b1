// SPDX-License-Identifier: Apache-2.0
#include "tests/support/faulty_loops.h"

#include <optional>

#include "reference_impl/base/file.h"
#include "reference_impl/evaluation/rank_events.h"
#include "reference_impl/evaluation/segment_summary.h"
#include "reference_impl/ngram/mixing.h"
#include "reference_impl/record/event_file.h"
#include "reference_impl/record/merkle.h"
#include "reference_impl/record/neural_file.h"
#include "reference_impl/tokens/shard.h"

namespace pgolf_test {
namespace {

using reference::EventRecord;
using Kind = LoopStep::Kind;

// Runs one rank's steps and writes down what it is told to.
class LoopRecorder {
 public:
  LoopRecorder(const AuditLab& lab, const LoopRank& plan, std::uint32_t rank,
               const std::filesystem::path& folder)
      : lab_(lab),
        plan_(plan),
        rank_(rank),
        folder_(folder),
        neural_(folder, rank),
        cache_(reference::make_ngram_cache(lab.setup().cache, lab.key())) {}

  std::vector<reference::Digest256> run() {
    const std::string secret(32, '\7');
    append(reference::InitEvent{
        .config_digest = reference::digest_from_hex(std::string(62, '0') + "aa"),
        .token_digest = reference::token_digest(lab_.tokens()),
        .key_commitment = reference::sha256(secret + std::string(32, '\0')),
        .rank = rank_,
        .world_size = lab_.setup().world_size,
        .digest_set = static_cast<std::uint64_t>(cache_->digest_set()),
        .tables = reference::table_ids(lab_.setup().cache, cache_->digest_set()).size()});
    for (const LoopStep& step : plan_.steps) {
      take(step);
    }
    close_.root = reference::fingerprint(*cache_, lab_.key()).root;
    close_.coded_bits -= plan_.coded_bits_hidden;
    close_.sum_nats -= plan_.nats_hidden;
    append(close_);
    neural_.finish();
    const std::string name = reference::event_file_name(rank_);
    reference::write_file(folder_ / name, bytes_);
    return reference::read_event_file(bytes_, name).leaves;
  }

 private:
  void take(const LoopStep& step) {
    const std::uint64_t first = step.really_first != 0 ? step.really_first : step.first;
    const std::uint64_t last = step.really_first != 0 ? step.really_last : step.last;
    switch (step.kind) {
      case Kind::prefill:
        insert(step, first, last);
        write(step, reference::PrefillEvent{.first = step.first, .last = step.last});
        break;
      case Kind::update:
        insert(step, first, last);
        write(step, reference::UpdateEvent{step.segment, step.first, step.last});
        close_.events += step.written ? 1 : 0;
        break;
      case Kind::score:
        score(step);
        break;
      case Kind::checkpoint:
        write(step, checkpoint(step.segment));
    }
  }

  void insert(const LoopStep& step, std::uint64_t first, std::uint64_t last) {
    if (step.done) {
      cache_->update(lab_.tokens(), first, last);
    }
  }

  void score(const LoopStep& step) {
    const std::size_t count = step.last - step.first + 1;
    const auto neural = std::span(lab_.neural()).subspan(step.first, count);
    std::vector<reference::CacheScore> cache(count);
    cache_->score(lab_.tokens(), step.first, neural, cache);
    std::vector<reference::PositionScore> scores(count);
    for (std::size_t i = 0; i < count; ++i) {
      scores[i].position = step.first + i;
      scores[i].token = lab_.tokens()[step.first + i];
      scores[i].neural = neural[i];
      scores[i].cache = cache[i];
      neural_.append(
          std::vector<reference::NeuralRecord>{{neural[i].probability, neural[i].entropy_nats}});
    }
    if (step.report) {
      step.report(scores);
    }
    const reference::SegmentSummary summary = reference::summarize_segment(scores);
    write(step, reference::ScoreEvent{step.segment, step.first, step.last,
                                      summary.coded_bits - plan_.coded_bits_hidden,
                                      summary.score_digest});
    ++close_.events;
    close_.positions += count;
    close_.coded_bits += summary.coded_bits;
    for (const reference::PositionScore& score : scores) {
      close_.sum_nats += reference::score_nats(score.cache.probability);
    }
  }

  reference::CheckpointEvent checkpoint(std::uint64_t segment) const {
    return reference::checkpoint_event(segment, reference::fingerprint(*cache_, lab_.key()),
                                       lab_.setup().cache, cache_->digest_set());
  }

  void write(const LoopStep& step, const reference::Event& event) {
    if (step.written) {
      append(event);
    }
  }

  void append(const reference::Event& event) {
    const reference::CacheState state = cache_->state();
    chain_ = reference::next_chain(chain_ ? &*chain_ : nullptr, reference::event_bytes(event));
    bytes_ += reference::record_bytes({event, state.digest, state.increments, *chain_});
  }

  const AuditLab& lab_;
  const LoopRank& plan_;
  std::uint32_t rank_;
  std::filesystem::path folder_;
  reference::NeuralFileWriter neural_;
  std::unique_ptr<reference::NgramCache> cache_;
  std::string bytes_ = "PGEVENT1";
  std::optional<reference::Digest256> chain_;
  reference::CloseEvent close_;
};

LoopStep step(Kind kind, std::uint64_t segment, std::uint64_t first, std::uint64_t last) {
  LoopStep made;
  made.kind = kind;
  made.segment = segment;
  made.first = first;
  made.last = last;
  return made;
}

}  // namespace

std::vector<LoopRank> honest_loop(const AuditLab& lab) {
  std::vector<LoopRank> ranks(lab.setup().world_size);
  for (std::uint32_t rank = 0; rank < ranks.size(); ++rank) {
    const reference::WindowRange windows =
        reference::windows_of_rank(lab.geometry(), rank, lab.setup().world_size);
    const auto prefill =
        reference::prefill_end(lab.geometry(), lab.setup().cache, rank, lab.setup().world_size);
    std::vector<LoopStep>& steps = ranks[rank].steps;
    if (prefill) {
      steps.push_back(step(Kind::prefill, 0, 1, *prefill));
    }
    const std::set<std::uint64_t> places =
        reference::checkpoint_places(lab.geometry(), windows, prefill.has_value());
    for (std::uint64_t g = 0; g <= windows.end - windows.first; ++g) {
      if (places.count(g) == 1) {
        steps.push_back(step(Kind::checkpoint, g - 1, 0, 0));
      }
      if (windows.first + g < windows.end) {
        const reference::Segment segment = reference::segment_of(lab.geometry(), windows.first + g);
        steps.push_back(step(Kind::score, g, segment.first, segment.last));
        steps.push_back(step(Kind::update, g, segment.first, segment.last));
      }
    }
  }
  return ranks;
}

std::string record_loop(const AuditLab& lab, const std::vector<LoopRank>& ranks,
                        const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::vector<reference::Digest256> leaves;
  for (std::uint32_t rank = 0; rank < ranks.size(); ++rank) {
    const auto more = LoopRecorder(lab, ranks[rank], rank, folder).run();
    leaves.insert(leaves.end(), more.begin(), more.end());
  }
  return reference::to_hex(reference::merkle_root(leaves));
}

}  // namespace pgolf_test
