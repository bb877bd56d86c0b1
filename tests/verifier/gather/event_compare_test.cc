// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/event_compare.h"

#include "reference_impl/base/file.h"
#include "reference_impl/evaluation/perturbation.h"
#include "tests/support/audit_lab.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

using pgolf_test::AuditLab;
using pgolf_test::LabSetup;
using pgolf_test::TemporaryFolder;
using reference::EventFile;

// One rank, 1,024 positions in 16 segments of 64.
class EventCompare : public testing::Test {
 protected:
  EventCompare() : lab_(setup()) {}

  static LabSetup setup() {
    LabSetup setup;
    setup.world_size = 1;
    return setup;
  }
  EventFile recorded(std::span<const std::uint16_t> stream) const {
    const TemporaryFolder folder;
    lab_.record(folder.path(), stream, {});
    return reference::read_event_file(reference::read_file(folder / "events-0.bin", 1U << 30U),
                                      "events");
  }

  AuditLab lab_;
};

TEST_F(EventCompare, EqualRunsDoNotDiffer) {
  EXPECT_FALSE(first_difference(recorded(lab_.tokens()), recorded(lab_.tokens())));
}

TEST_F(EventCompare, TheFirstOtherStateIsFound) {
  const EventFile one = recorded(lab_.tokens());
  EventFile other = one;
  std::size_t updates = 0;
  for (std::size_t i = 0; i < other.records.size(); ++i) {
    updates += std::holds_alternative<reference::UpdateEvent>(other.records[i].event) ? 1 : 0;
    if (updates >= 4) {  // from the update of segment 3 on
      other.records[i].digest.lanes[1] += 1;
    }
  }
  const auto difference = first_difference(one, other);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->what, "UPDATE: another state");
  EXPECT_EQ(difference->place.segment, 3U);
  EXPECT_EQ(difference->place.first, 193U);
  EXPECT_EQ(difference->place.last, 256U);
}

TEST_F(EventCompare, TheFirstOtherEventIsFound) {
  const EventFile one = recorded(lab_.tokens());
  EventFile other = one;
  for (std::size_t i = 9; i < other.records.size(); ++i) {
    other.records[i].chain[0] ^= 1;
  }
  const auto difference = first_difference(one, other);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->record, 9U);
  other = one;
  other.records.pop_back();
  EXPECT_EQ(first_difference(one, other)->what, "one file ends, the other goes on");
}

TEST_F(EventCompare, AnHonestRunOverAnotherFutureIsTheSameBeforeIt) {
  const EventFile plain = recorded(lab_.tokens());
  for (const std::uint64_t t : {2U, 64U, 65U, 500U, 1024U}) {
    BreachBook book;
    const EventFile changed = recorded(reference::perturbed_from(lab_.tokens(), t, 128));
    EXPECT_GT(compare_perturbed(plain, changed, t, book), 0U) << t;
    EXPECT_TRUE(book.breaches().empty()) << t << ": " << book.breaches().front().what;
  }
}

// The comparison itself must see a difference: a future that begins earlier than it says.
TEST_F(EventCompare, AnEarlierFutureIsSeen) {
  const EventFile plain = recorded(lab_.tokens());
  const EventFile changed = recorded(reference::perturbed_from(lab_.tokens(), 300, 128));
  BreachBook book;
  compare_perturbed(plain, changed, 600, book);
  ASSERT_EQ(book.breaches().size(), 1U);
  EXPECT_EQ(book.breaches()[0].invariant, "I9");
  EXPECT_EQ(book.breaches()[0].segment, 4U);  // 257..320
}

TEST_F(EventCompare, TheFirstOtherCountIsFound) {
  const auto one = reference::make_ngram_cache(lab_.setup().cache, lab_.key());
  const auto other = reference::make_ngram_cache(lab_.setup().cache, lab_.key());
  one->update(lab_.tokens(), 1, 64);
  other->update(lab_.tokens(), 1, 64);
  EXPECT_FALSE(first_count_difference(*one, *other));
  other->update(lab_.tokens(), 65, 65);
  const auto difference = first_count_difference(*one, *other);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->table, 4U);  // contexts of order 2
  EXPECT_EQ(difference->other, difference->one + 1);
}

}  // namespace
}  // namespace verifier
