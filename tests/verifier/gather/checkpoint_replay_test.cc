// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/checkpoint_replay.h"

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "tests/support/audit_lab.h"
#include "verifier/gather/event_compare.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

using pgolf_test::AuditLab;
using pgolf_test::LabSetup;

// One rank, 16 segments of 64: checkpoints stand after 1, 2, 4, 6, ... 16 segments.
class CheckpointReplay : public testing::Test {
 protected:
  CheckpointReplay() : lab_(setup()) {
    const pgolf_test::TemporaryFolder folder;
    lab_.record(folder.path(), lab_.tokens(), {});
    file_ = reference::read_event_file(reference::read_file(folder / "events-0.bin", 1U << 30U),
                                       "events");
  }
  static LabSetup setup() {
    LabSetup setup;
    setup.world_size = 1;
    return setup;
  }
  ReplayedState before(std::uint64_t segment) const {
    return replay_before_segment(file_, segment, lab_.tokens(), lab_.setup().cache, lab_.key());
  }

  AuditLab lab_;
  reference::EventFile file_;
};

TEST_F(CheckpointReplay, IsTheStateOfAllInsertionsInOrder) {
  for (const std::uint64_t segment : {0U, 1U, 5U, 7U, 15U}) {
    const auto tables = reference::make_ngram_cache(lab_.setup().cache, lab_.key());
    if (segment != 0) {
      tables->update(lab_.tokens(), 1, 64 * segment);
    }
    const ReplayedState state = before(segment);
    EXPECT_TRUE(state.checkpoint_agrees);
    EXPECT_FALSE(first_count_difference(*state.tables, *tables)) << segment;
  }
}

TEST_F(CheckpointReplay, StartsAtTheNearestCheckpoint) {
  EXPECT_FALSE(before(0).checkpoint);
  EXPECT_EQ(before(4).steps, 0U);  // a checkpoint stands after four segments
  EXPECT_EQ(before(5).steps, 1U);
}

TEST_F(CheckpointReplay, SeesACheckpointOfOtherTables) {
  const std::size_t at = before(5).checkpoint.value();
  std::get<reference::CheckpointEvent>(file_.records[at].event).root[0] ^= 1;
  EXPECT_FALSE(before(5).checkpoint_agrees);
}

TEST_F(CheckpointReplay, RefusesASegmentThatIsNotThere) {
  EXPECT_THROW(before(16), reference::Error);
}

}  // namespace
}  // namespace verifier
