// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/cache_probe.h"

#include <algorithm>
#include <map>

#include "reference_impl/evaluation/perturbation.h"
#include "verifier/gather/cache_drive.h"
#include "verifier/gather/row_questions.h"

namespace verifier {
namespace {

using reference::Geometry;
using reference::Segment;

class Probe {
 public:
  Probe(const ProbeInput& input, BreachBook& book) : input_(input), book_(book) {}

  ProbeCount run() {
    if (input_.places.empty()) {
      return count_;
    }
    question_plain_run();
    for (const std::uint64_t t : input_.places) {
      perturb(t);
    }
    return count_;
  }

 private:
  DriveInput drive_input(std::span<const std::uint16_t> tokens, const CacheMaker& maker) const {
    return {tokens,        input_.cache, input_.geometry, input_.rank, input_.world_size,
            input_.neural, maker};
  }

  // Once over the unperturbed stream: everything is kept, rows and buckets looked at on the way.
  void question_plain_run() {
    Drive subject(drive_input(input_.tokens, input_.make_subject));
    Drive oracle(drive_input(input_.tokens, input_.make_oracle));
    const std::uint64_t end = input_.places.back();
    while (!subject.done() && subject.next_segment().first <= end) {
      const Segment segment = subject.next_segment();
      const auto from = std::lower_bound(input_.places.begin(), input_.places.end(), segment.first);
      const auto to = std::upper_bound(from, input_.places.end(), segment.last);
      const BucketSnapshot before =
          from == to ? BucketSnapshot() : read_buckets(subject.cache(), input_.tokens, segment);
      for (auto t = from; t != to; ++t) {
        if (rows_.count(*t) == 0) {  // tail windows come back to the same positions
          rows_[*t] = question_row(input_, subject.cache(), oracle.cache(), *t, book_);
          ++count_.rows;
        }
      }
      subject.score();
      oracle.score();
      if (from != to && before != read_buckets(subject.cache(), input_.tokens, segment)) {
        book_.add("I4", place_of(subject), "buckets that the segment reads changed meanwhile");
      }
      if (subject.last_scores() != oracle.last_scores()) {
        book_.add("I12", place_of(subject),
                  "the scores are not those of an independent cache of the same configuration");
      }
      subject.update();
      oracle.update();
    }
    plain_ = subject.take_trace();
  }

  // Over the stream with every token from t on replaced, as far as the segment that holds t.
  void perturb(std::uint64_t t) {
    const std::vector<std::uint16_t> changed =
        reference::perturbed_from(input_.tokens, t, input_.vocabulary);
    Drive drive(drive_input(changed, input_.make_subject));
    std::vector<double> row;
    while (row.empty() && !drive.done()) {
      if (drive.next_segment().last >= t) {
        row = row_at(input_, drive.cache(), changed, t);
      }
      drive.score();
      drive.update();
    }
    const DriveTrace trace = drive.take_trace();
    ++count_.perturbations;
    compare(t, trace);
    if (row != rows_.at(t)) {
      book_.add("I9", {input_.rank, 0, t, t},
                "the row at " + std::to_string(t) + " depends on tokens from " + std::to_string(t) +
                    " on");
    }
  }

  void compare(std::uint64_t t, const DriveTrace& trace) {
    for (std::size_t i = 0; i < trace.segments.size(); ++i) {
      const DrivenSegment& seen = trace.segments[i];
      const DrivenSegment& plain = plain_.segments.at(i);
      const EventPlace place{input_.rank, i, plain.segment.first, plain.segment.last};
      if (seen.before != plain.before) {
        book_.add(
            "I9", place,
            "the state before the segment depends on tokens from " + std::to_string(t) + " on");
      }
      for (std::size_t k = 0; k < plain.scores.size() && plain.segment.first + k < t; ++k) {
        ++count_.scores_compared;
        if (!equal(seen.scores[k], plain.scores[k])) {
          const std::uint64_t j = plain.segment.first + k;
          book_.add("I9", {input_.rank, i, j, j},
                    "the score of " + std::to_string(j) + " depends on tokens from " +
                        std::to_string(t) + " on");
        }
      }
    }
  }

  EventPlace place_of(const Drive& drive) const {
    const Segment segment = drive.next_segment();
    return {input_.rank, drive.segments_done(), segment.first, segment.last};
  }

  const ProbeInput& input_;
  BreachBook& book_;
  DriveTrace plain_;
  std::map<std::uint64_t, std::vector<double>> rows_;  // by place
  ProbeCount count_;
};

}  // namespace

ProbeCount probe_cache(const ProbeInput& input, BreachBook& book) {
  return Probe(input, book).run();
}

}  // namespace verifier
