// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/record/event_file.h"

#include <bit>
#include <functional>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"
#include "reference_impl/base/json_text.h"
#include "reference_impl/record/merkle.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace reference {
namespace {

using nlohmann::json;

std::string bytes_of_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

json event_vectors() {
  return parse_json(read_file(pgolf_test::shared_path("golden/events/vectors.json"), 1U << 20U),
                    "vectors.json");
}

StateDigest lanes_of(const json& words) {
  StateDigest digest;
  for (std::size_t i = 0; i < 4; ++i) {
    digest.lanes[i] = std::stoull(words.at(i).get<std::string>(), nullptr, 16);
  }
  return digest;
}

TEST(EventVectors, WriterGivesTheirBytesChainsAndRoot) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/events/vectors.json");
  const json vectors = event_vectors();
  const pgolf_test::TemporaryFolder folder;
  std::vector<Digest256> leaves;
  for (const json& rank : vectors.at("ranks")) {
    const auto number = rank.at("rank").get<std::uint32_t>();
    EventFileWriter writer(folder.path(), number);
    for (const json& record : rank.at("records")) {
      const Event event = parse_event(bytes_of_hex(record.at("event_hex")), "vector");
      EXPECT_EQ(event_kind_name(event), record.at("kind").get<std::string>());
      writer.append(event, lanes_of(record.at("D")), record.at("N"), 5);
    }
    const NamedFile file = writer.finish();
    leaves.insert(leaves.end(), writer.leaves().begin(), writer.leaves().end());
    EXPECT_EQ(file.name, "events-" + std::to_string(number) + ".bin");
    EXPECT_EQ(file.sha256, rank.at("file_sha256"));
    EXPECT_EQ(file.bytes, rank.at("file_bytes"));
    EXPECT_EQ(read_file(folder / file.name, 1U << 20U), bytes_of_hex(rank.at("file_hex")));
  }
  EXPECT_EQ(leaves.size(), vectors.at("leaves"));
  EXPECT_EQ(to_hex(merkle_root(leaves)), vectors.at("event_root"));
}

TEST(EventVectors, ReaderGivesTheirFieldsAndNoProblem) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/events/vectors.json");
  const json vectors = event_vectors();
  for (const json& rank : vectors.at("ranks")) {
    const EventFile file = read_event_file(bytes_of_hex(rank.at("file_hex")), "vector");
    ASSERT_EQ(file.records.size(), rank.at("records").size());
    for (std::size_t i = 0; i < file.records.size(); ++i) {
      const json& expected = rank.at("records").at(i);
      EXPECT_EQ(to_hex(as_bytes(event_bytes(file.records[i].event))), expected.at("event_hex"));
      EXPECT_EQ(file.records[i].digest, lanes_of(expected.at("D")));
      EXPECT_EQ(file.records[i].increments, expected.at("N"));
      EXPECT_EQ(to_hex(file.records[i].chain), expected.at("chain"));
    }
    EXPECT_TRUE(file.problems.empty()) << file.problems.front().what;
  }
}

TEST(EventVectors, FieldsStandWhereTheVectorsSay) {
  PGOLF_SKIP_WITHOUT_SHARED("golden/events/vectors.json");
  const json records = event_vectors().at("ranks").at(0).at("records");
  const auto event = [&](std::size_t i) {
    return parse_event(bytes_of_hex(records.at(i).at("event_hex")), "vector");
  };
  const auto init = std::get<InitEvent>(event(0));
  EXPECT_EQ(to_hex(init.key_commitment), records.at(0).at("fields").at("commitment"));
  EXPECT_EQ(init.world_size, 2U);
  EXPECT_EQ(init.tables, 3U);
  const auto score = std::get<ScoreEvent>(event(4));
  EXPECT_EQ(score.segment, 1U);
  EXPECT_EQ(score.first, 5U);
  EXPECT_EQ(score.last, 8U);
  EXPECT_EQ(score.coded_bits, 51539607559U);
  const auto close = std::get<CloseEvent>(event(10));
  EXPECT_EQ(close.events, 8U);
  EXPECT_EQ(close.positions, 13U);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(close.sum_nats), 0x403b0861a6de1353U);
  EXPECT_EQ(close.coded_bits, 167503724586U);
}

// A small consistent file: INIT, SCORE, UPDATE, CHECKPOINT, CLOSE.
struct Step {
  Event event;
  StateDigest digest;
  std::uint64_t increments = 0;
};

std::vector<Step> honest_steps() {
  const StateDigest after{.lanes = {1, 2, 3, 4}};
  return {{InitEvent{.tables = 2}, {}, 0},
          {ScoreEvent{.segment = 0, .first = 1, .last = 2}, {}, 0},
          {UpdateEvent{.segment = 0, .first = 1, .last = 2}, after, 4},
          {CheckpointEvent{.segment = 0, .msh2 = after, .msh1 = {}, .table_increments = {2, 2}},
           after, 4},
          {CloseEvent{.events = 2, .positions = 2}, after, 4}};
}

std::string file_of(const std::vector<Step>& steps) {
  std::string bytes = "PGEVENT1";
  Digest256 chain{};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    chain = next_chain(i == 0 ? nullptr : &chain, event_bytes(steps[i].event));
    bytes += record_bytes({.event = steps[i].event,
                           .digest = steps[i].digest,
                           .increments = steps[i].increments,
                           .chain = chain});
  }
  return bytes;
}

TEST(EventFile, AnHonestFileHasNoProblems) {
  const EventFile file = read_event_file(file_of(honest_steps()), "f");
  EXPECT_TRUE(file.problems.empty()) << file.problems.front().what;
  EXPECT_EQ(file.leaves.size(), 2U);
}

struct Inconsistent {
  const char* name;
  std::function<void(std::vector<Step>&)> change;
  const char* what;
};

class InconsistentFile : public testing::TestWithParam<Inconsistent> {};

TEST_P(InconsistentFile, IsReadAndTheProblemNamed) {
  std::vector<Step> steps = honest_steps();
  GetParam().change(steps);
  const EventFile file = read_event_file(file_of(steps), "f");
  ASSERT_FALSE(file.problems.empty());
  EXPECT_EQ(file.problems[0].what, GetParam().what);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, InconsistentFile,
    testing::Values(
        Inconsistent{"init_state", [](auto& steps) { steps[0].increments = 1; },
                     "D and N are not 0 at INIT"},
        Inconsistent{"score_moves_digest", [](auto& steps) { steps[1].digest.lanes[3] = 9; },
                     "SCORE only reads, but D or N differ from the record before"},
        Inconsistent{"checkpoint_moves_count", [](auto& steps) { steps[3].increments = 5; },
                     "CHECKPOINT only reads, but D or N differ from the record before"},
        Inconsistent{"close_moves_digest", [](auto& steps) { steps[4].digest.lanes[0] = 9; },
                     "CLOSE only reads, but D or N differ from the record before"},
        Inconsistent{
            "rehash_differs",
            [](auto& steps) { std::get<CheckpointEvent>(steps[3].event).msh2.lanes[1] = 9; },
            "the checkpoint's re-hashed MSH2 differs from the running D"},
        Inconsistent{
            "tables_differ",
            [](auto& steps) { std::get<CheckpointEvent>(steps[3].event).table_increments = {4}; },
            "the checkpoint counts 1 tables, INIT 2"},
        Inconsistent{"two_scores", [](auto& steps) { steps.insert(steps.begin() + 1, steps[1]); },
                     "SCORE where SCORE and UPDATE should alternate"},
        Inconsistent{"update_alone", [](auto& steps) { steps.erase(steps.begin() + 1); },
                     "UPDATE where SCORE and UPDATE should alternate"},
        Inconsistent{"second_init", [](auto& steps) { steps.insert(steps.begin(), steps[0]); },
                     "a second INIT"},
        Inconsistent{"no_close", [](auto& steps) { steps.pop_back(); },
                     "the file ends without CLOSE"},
        Inconsistent{"after_close", [](auto& steps) { steps.push_back(steps[4]); },
                     "a record after CLOSE"}),
    [](const auto& row) { return row.param.name; });

TEST(EventFile, AChangedChainValueIsAProblem) {
  std::string bytes = file_of(honest_steps());
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  const EventFile file = read_event_file(bytes, "f");
  ASSERT_EQ(file.problems.size(), 1U);
  EXPECT_EQ(file.problems[0].what, "the chain value is not that of the events so far");
  EXPECT_EQ(file.problems[0].record, 4U);
}

struct Malformed {
  const char* name;
  std::string bytes;
  const char* message;
};

class MalformedFile : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedFile, IsRefusedWithItsOffset) {
  try {
    read_event_file(GetParam().bytes, "f");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::bad_input);
    EXPECT_EQ(std::string(error.what()).rfind(GetParam().message, 0), 0U) << error.what();
  }
}

// The honest file with one byte replaced; its INIT record is 209 bytes at offset 8.
std::string with_byte(std::size_t at, char value) {
  std::string bytes = file_of(honest_steps());
  bytes[at] = value;
  return bytes;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MalformedFile,
    testing::Values(
        Malformed{"empty", "", "f: byte 0: an event file starts with PGEVENT1"},
        Malformed{"magic", with_byte(7, '2'), "f: byte 0: an event file starts with PGEVENT1"},
        Malformed{"no_record", "PGEVENT1", "f: byte 8: no record"},
        Malformed{"cut_in_length", file_of(honest_steps()).substr(0, 11),
                  "f: byte 8: a record that"},
        Malformed{"cut_in_event", file_of(honest_steps()).substr(0, 100),
                  "f: byte 8: a record that"},
        Malformed{"cut_in_chain", file_of(honest_steps()).substr(0, 212),
                  "f: byte 8: a record that is cut off"},
        Malformed{"huge_length", with_byte(11, '\x7f'), "f: byte 8: a record that is cut off"},
        Malformed{"event_type", with_byte(12, '\x09'), "f: byte 8: event type 9, expected 1 to 6"},
        Malformed{"event_size", with_byte(12, '\x02'),
                  "f: byte 8: an event of type 2 with 129 bytes, expected 17"},
        Malformed{"not_init", file_of({honest_steps()[1]}),
                  "f: byte 8: the first record is SCORE, expected INIT"}),
    [](const auto& row) { return row.param.name; });

TEST(EventFile, TimesLieBesideAndHaveOneForEachRecord) {
  const pgolf_test::TemporaryFolder folder;
  EventFileWriter writer(folder.path(), 3);
  writer.append(InitEvent{}, {}, 0, 11);
  writer.append(CloseEvent{}, {}, 0, 0x0102030405060708);
  writer.finish();
  const std::string bytes = read_file(folder / "times-3.bin", 100);
  EXPECT_EQ(read_times_file(bytes, 2, "t"), (std::vector<std::uint64_t>{11, 0x0102030405060708}));
  EXPECT_THROW(read_times_file(bytes, 3, "t"), Error);
}

TEST(EventFile, AnUnfinishedWriterLeavesNothing) {
  const pgolf_test::TemporaryFolder folder;
  {
    EventFileWriter writer(folder.path(), 0);
    writer.append(InitEvent{}, {}, 0, 1);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(EventFile, AFolderThatIsNotThereIsTheMachinesRefusal) {
  try {
    EventFileWriter writer("/nonexistent/folder", 0);
    FAIL() << "opened";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::transient);
  }
}

}  // namespace
}  // namespace reference
