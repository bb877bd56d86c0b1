// SPDX-License-Identifier: Apache-2.0
// Honest runs are clean, the submissions' window geometry shows its repeated tail, and each kind of
// tampering is caught by the invariant that should catch it.
#include "verifier/gather/event_audit.h"

#include <functional>
#include <set>

#include "reference_impl/base/file.h"
#include "reference_impl/base/sha256.h"
#include "reference_impl/evaluation/score_first.h"
#include "reference_impl/evaluation/synthetic_model.h"
#include "reference_impl/record/event_file.h"
#include "reference_impl/record/merkle.h"

#include <gtest/gtest.h>

namespace verifier {
namespace {

namespace fs = std::filesystem;
using reference::EventRecord;

constexpr char kDigest[] = "00000000000000000000000000000000000000000000000000000000000000aa";

reference::CacheConfig small_cache() {
  reference::CacheConfig cache;
  cache.lowest_order = 2;
  cache.highest_order = 5;
  cache.primes = {36313, 27191, 51647, 81929, 131071, 174763, 233017};
  cache.buckets = 1024;
  cache.min_count = 2;
  cache.gate.kind = reference::GateKind::fixed;
  cache.gate.alpha = 0.4;
  return cache;
}

// A stream that repeats itself with variation, so that n-grams match.
std::vector<std::uint16_t> stream(std::size_t targets) {
  std::vector<std::uint16_t> tokens;
  for (std::uint64_t i = 0; i <= targets; ++i) {
    tokens.push_back(static_cast<std::uint16_t>(4 + reference::mix64(i / 3 % 97) % 900));
  }
  return tokens;
}

struct RecordedRun {
  fs::path folder;
  std::vector<std::uint16_t> tokens;
  AuditInput input;
};

// Evaluates with the reference and leaves its event files in a fresh folder.
RecordedRun evaluated(const std::string& name, std::uint32_t stride, std::uint32_t world_size,
                      const reference::CacheFactory& make_cache = {}) {
  RecordedRun run;
  run.folder = fs::path(testing::TempDir()) / ("event-audit-" + name);
  fs::remove_all(run.folder);
  fs::create_directories(run.folder);
  run.tokens = stream(1024);
  reference::ScoreFirstOptions options;
  options.seq_len = 128;
  options.stride = stride;
  options.world_size = world_size;
  options.audit_key.fill(7);
  options.make_cache = make_cache;
  options.events = reference::EventOptions{
      run.folder, reference::digest_from_hex(kDigest), {}, [] { return std::uint64_t{0}; }};
  const auto result = reference::evaluate_score_first(
      run.tokens, reference::official_piece_table(), small_cache(),
      [&run](std::uint32_t) {
        return std::make_unique<reference::SyntheticModel>(reference::SyntheticConfig{},
                                                           run.tokens);
      },
      options);
  run.input.folder = run.folder;
  run.input.tokens = run.tokens;
  run.input.recipe.cache = small_cache();
  run.input.recipe.config_digest = kDigest;
  run.input.recipe.seq_len = 128;
  run.input.recipe.stride = stride;
  run.input.world_size = world_size;
  run.input.event_root = reference::to_hex(result.event_root);
  run.input.key = std::string(32, '\7');
  run.input.salt = std::string(32, '\0');
  return run;
}

std::set<std::string> broken(const EventAudit& audit) {
  std::set<std::string> names;
  for (const InvariantBreach& breach : audit.breaches) {
    names.insert(breach.invariant);
  }
  return names;
}

EventAudit audit_of(const RecordedRun& run) {
  AuditInput input = run.input;
  input.tokens = run.tokens;
  const Result<EventAudit> audit = audit_events(input);
  EXPECT_TRUE(audit.ok()) << (audit.ok() ? "" : audit.failure().message);
  return audit.value();
}

class HonestRun : public testing::TestWithParam<std::uint32_t> {};

// Stride equal to the window leaves no tail, so nothing is scored twice.
TEST_P(HonestRun, BreaksNothing) {
  const RecordedRun run = evaluated("honest-" + std::to_string(GetParam()), 128, GetParam());
  const EventAudit audit = audit_of(run);
  EXPECT_EQ(broken(audit), std::set<std::string>{});
  EXPECT_EQ(audit.positions_scored, 1024U);
  EXPECT_EQ(audit.scorings, 1024U);
  EXPECT_EQ(audit.scored_after_insert, 0U);
}

// A cache digests what it stores: tables that are shared once, the oracle's one by one.
TEST_P(HonestRun, SaysWhichTablesItsDigestCovers) {
  const reference::CacheFactory plain = [](std::uint32_t /*rank*/) {
    reference::DigestKey key;
    key.fill(7);
    return reference::make_ngram_cache(small_cache(), key,
                                       {.implementation = reference::CacheImplementation::plain});
  };
  const std::string name = "digest-" + std::to_string(GetParam());
  EXPECT_EQ(audit_of(evaluated(name, 128, GetParam())).digest_set, "shared");
  const EventAudit audit = audit_of(evaluated(name + "-plain", 128, GetParam(), plain));
  EXPECT_EQ(audit.digest_set, "all");
  EXPECT_EQ(broken(audit), std::set<std::string>{});
}

// 32 windows: of 48 ranks rank 0 is one of those without any.
TEST(EventAudit, RanksWithoutWindowsHaveTheDigestSetOfTheOthers) {
  const EventAudit audit = audit_of(evaluated("empty-ranks", 32, 48));
  EXPECT_EQ(audit.digest_set, "shared");
  for (const InvariantBreach& breach : audit.breaches) {
    EXPECT_EQ(breach.what.find("set of tables"), std::string::npos) << breach.what;
  }
}

INSTANTIATE_TEST_SUITE_P(WorldSizes, HonestRun, testing::Values(1U, 2U, 4U, 8U),
                         [](const auto& row) { return std::to_string(row.param); });

// 1,024 targets, windows of 128, stride 32: (128-32)/32 = 3 tail windows score the last 32 again.
TEST(EventAudit, TheRepeatedTailBreaksCoverageAndScoreFirst) {
  for (const std::uint32_t world_size : {1U, 2U}) {
    const RecordedRun run = evaluated("tail-" + std::to_string(world_size), 32, world_size);
    const EventAudit audit = audit_of(run);
    EXPECT_EQ(broken(audit), (std::set<std::string>{"I2", "I3"}));
    EXPECT_EQ(audit.positions_scored, 1024U);
    EXPECT_EQ(audit.scorings, 1024U + 3 * 32);
    EXPECT_EQ(audit.rescored_positions, 32U);
    EXPECT_EQ(audit.first_rescored, 993U);
    EXPECT_EQ(audit.last_rescored, 1024U);
    EXPECT_EQ(audit.most_scorings, 4U);
    EXPECT_EQ(audit.scored_after_insert, 96U);
    EXPECT_TRUE(audit.updates_between_repeats);
  }
}

using Records = std::vector<EventRecord>;

// Rewrites a rank's file from changed records, with chain values and the run's root made to fit, as
// somebody would who knows the format.
void forge(RecordedRun& run, const std::function<void(Records&)>& change) {
  const fs::path path = run.folder / reference::event_file_name(0);
  Records records = reference::read_event_file(reference::read_file(path, 1U << 30U), "e").records;
  change(records);
  std::string bytes = "PGEVENT1";
  const reference::Digest256* previous = nullptr;
  for (EventRecord& record : records) {
    record.chain = reference::next_chain(previous, reference::event_bytes(record.event));
    previous = &record.chain;
    bytes += reference::record_bytes(record);
  }
  reference::write_file(path, bytes);
  run.input.event_root =
      reference::to_hex(reference::merkle_root(reference::read_event_file(bytes, "e").leaves));
}

template <typename T>
std::size_t find_nth(const Records& records, std::size_t n) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (std::holds_alternative<T>(records[i].event) && n-- == 0) {
      return i;
    }
  }
  return records.size();
}

struct Forgery {
  const char* name;
  const char* caught_by;
  std::function<void(Records&)> change;
};

class ForgedRun : public testing::TestWithParam<Forgery> {};

TEST_P(ForgedRun, IsCaughtByItsInvariant) {
  RecordedRun run = evaluated(std::string("forged-") + GetParam().name, 128, 1);
  forge(run, GetParam().change);
  EXPECT_EQ(broken(audit_of(run)).count(GetParam().caught_by), 1U);
}

using reference::CheckpointEvent;
using reference::CloseEvent;
using reference::InitEvent;
using reference::ScoreEvent;
using reference::UpdateEvent;

INSTANTIATE_TEST_SUITE_P(
    Rows, ForgedRun,
    testing::Values(
        Forgery{"update_before_score", "I1",
                [](Records& r) {
                  const auto at = find_nth<ScoreEvent>(r, 1);
                  std::swap(r[at], r[at + 1]);
                }},
        Forgery{"score_dropped", "I2",
                [](Records& r) {
                  r.erase(r.begin() + static_cast<std::ptrdiff_t>(find_nth<ScoreEvent>(r, 2)));
                }},
        Forgery{"segment_twice", "I2",
                [](Records& r) {
                  const auto at = static_cast<std::ptrdiff_t>(find_nth<ScoreEvent>(r, 2));
                  const Records twice(r.begin() + at, r.begin() + at + 2);
                  r.insert(r.begin() + at, twice.begin(), twice.end());
                }},
        Forgery{"state_moves_while_scoring", "I4",
                [](Records& r) { r[find_nth<ScoreEvent>(r, 1)].digest.lanes[0] += 1; }},
        Forgery{"increment_lost", "I5",
                [](Records& r) { r[find_nth<UpdateEvent>(r, 1)].increments -= 1; }},
        Forgery{"digest_forged", "I5",
                [](Records& r) { r[find_nth<UpdateEvent>(r, 1)].digest.lanes[3] ^= 1; }},
        Forgery{"one_ahead", "I3",
                [](Records& r) {
                  auto& event = std::get<ScoreEvent>(r[find_nth<ScoreEvent>(r, 1)].event);
                  event.first += 1;
                }},
        Forgery{"root_of_other_tables", "I8",
                [](Records& r) {
                  auto& event = std::get<CheckpointEvent>(r[find_nth<CheckpointEvent>(r, 1)].event);
                  event.root[0] ^= 1;
                }},
        Forgery{"other_sums", "I8",
                [](Records& r) {
                  auto& event = std::get<CloseEvent>(r[find_nth<CloseEvent>(r, 0)].event);
                  event.coded_bits += 1;
                }},
        Forgery{"other_tokens", "I8",
                [](Records& r) { std::get<InitEvent>(r[0].event).token_digest[0] ^= 1; }},
        Forgery{"without_close", "I1", [](Records& r) { r.pop_back(); }}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(EventAudit, ARootThatIsNotOfTheseEventsIsCaught) {
  RecordedRun run = evaluated("root", 128, 1);
  run.input.event_root[0] = run.input.event_root[0] == '0' ? '1' : '0';
  EXPECT_EQ(broken(audit_of(run)), std::set<std::string>{"I8"});
}

TEST(EventAudit, AChangedByteBreaksTheChain) {
  const RecordedRun run = evaluated("byte", 128, 1);
  const fs::path path = run.folder / reference::event_file_name(0);
  std::string bytes = reference::read_file(path, 1U << 30U);
  bytes[bytes.size() - 1] = static_cast<char>(bytes[bytes.size() - 1] ^ 1);
  reference::write_file(path, bytes);
  EXPECT_EQ(broken(audit_of(run)).count("I8"), 1U);
}

TEST(EventAudit, AnAbsentOrCutFileIsAFailureWithItsPath) {
  const RecordedRun run = evaluated("cut", 128, 1);
  const fs::path path = run.folder / reference::event_file_name(0);
  const std::string bytes = reference::read_file(path, 1U << 30U);
  reference::write_file(path, bytes.substr(0, bytes.size() - 5));
  AuditInput input = run.input;
  input.tokens = run.tokens;
  for (const bool removed : {false, true}) {
    if (removed) {
      fs::remove(path);
    }
    const Result<EventAudit> audit = audit_events(input);
    ASSERT_FALSE(audit.ok());
    EXPECT_EQ(audit.failure().kind, ErrorKind::bad_input);
    EXPECT_NE(audit.failure().message.find(path.string()), std::string::npos);
  }
}

}  // namespace
}  // namespace verifier
