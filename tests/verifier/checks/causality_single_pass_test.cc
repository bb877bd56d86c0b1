// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "tests/support/check_case.h"
#include "tests/support/evidence_builder.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

using verifier::Stage;
using verifier::Status;

// The window geometry of the real submissions: the last 64 positions scored 31 times too often.
void repeat_tail(verifier::EventAudit& audit) {
  audit.scorings = 11'984;
  audit.rescored_positions = 64;
  audit.first_rescored = 9'937;
  audit.last_rescored = 10'000;
  audit.most_scorings = 32;
  audit.updates_between_repeats = true;
  audit.breaches = {{"I2", 64, 0, 155, 9'937, 10'000, "scored again"}};
}

const std::vector<CheckCase>& cases() {
  static const std::vector<CheckCase> kCases = {
      {"OncePerLog", [](Docket&) {}, Status::pass, "scored-once",
       "2.4359301 bytes a token, that of one pass"},
      {"TailRepeated",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.val_loss = "1.85729901";
           log.val_bpb = "1.10000000";
         }
       },
       Status::pass, "tail-repeated",
       "the last 64 positions scored 32 times, 1,984 surplus scorings"},
      {"TailRepeatedWithACache",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.val_loss = "1.85729901";
           log.val_bpb = "1.10000000";
         }
         docket.submission.logs[0].more = {"ngram_cache:enabled orders=2-7"};
       },
       Status::fail, "tail-rescored",
       "and a cache learns in between (train_seed1337.log:14: ngram_cache:enabled orders=2-7)"},
      {"CacheThatScoresOnce",
       [](Docket& docket) { docket.submission.logs[0].more = {"ngram_cache:enabled orders=2-7"}; },
       Status::pass, "scored-once", ""},
      {"OneRunWithATail", [](Docket& docket) { docket.submission.logs[2].val_loss = "1.85797439"; },
       Status::pass, "tail-repeated", "train_seed2025.log"},
      {"OtherTokenizer", [](Docket& docket) { docket.submission.logs[1].val_tokens = 40'540'160; },
       Status::not_run, "other-tokenizer", "train_seed42.log"},
      {"FourDigits",
       [](Docket& docket) {
         docket.submission.logs[1].val_loss = "1.8576";
         docket.submission.logs[1].val_bpb = "1.1002";
       },
       Status::not_run, "too-few-digits", "train_seed42.log"},
      {"NeitherOnceNorRepeated",
       [](Docket& docket) { docket.submission.logs[1].val_loss = "1.85769161"; },
       Status::inconclusive, "ratio-unknown", "neither one pass nor a repeated tail"},
      {"NoLogs", [](Docket& docket) { docket.submission.logs.clear(); }, Status::not_run, "no-log",
       "no train log"},
      {"EventsOnce",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
       },
       Status::pass, "scored-once", "seed 1337: each of 10,000 positions scored once"},
      {"EventsWithATail",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         repeat_tail(audit_of(docket.evidence));
       },
       Status::fail, "scored-twice",
       "64 positions scored up to 32 times (9,937 to 10,000 of 10,000), 1,984 surplus scorings, "
       "and the cache learns in between"},
      {"EventsWithAGap",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).breaches = {{"I7", 1, 3, 0, 100, 200, "starts late"}};
       },
       Status::fail, "partition-broken",
       "I7 broken 1 time, first on rank 3, segment 0, positions 100 to 200: starts late"},
      {"EventsNotAllChecked",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).checked = {"I1", "I2"};
       },
       Status::inconclusive, "not-all-checked", "left out I7"},
      {"EventsUnreadable",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         rerun_of(docket.evidence).runs[0].audit = verifier::Failure{
             verifier::ErrorKind::bad_input, "unreadable", "events-0.bin: cut off"};
       },
       Status::inconclusive, "events-unreadable", "events-0.bin: cut off"},
      {"NothingScored",
       [](Docket& docket) {
         docket.submission.logs.clear();
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         audit_of(docket.evidence).scorings = 0;
       },
       Status::inconclusive, "events-unreadable", "no position was scored"},
      {"EventFaultOutweighsCleanLogs",
       [](Docket& docket) {
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
         repeat_tail(audit_of(docket.evidence));
       },
       Status::fail, "scored-twice", ""},
      {"LogFaultOutweighsCleanEvents",
       [](Docket& docket) {
         for (LogText& log : docket.submission.logs) {
           log.val_loss = "1.85729901";
           log.val_bpb = "1.10000000";
         }
         docket.submission.logs[0].more = {"ngram_cache:enabled"};
         docket.stage = Stage::rerun;
         docket.evidence = honest_rerun();
       },
       Status::fail, "tail-rescored", ""},
  };
  return kCases;
}

class CausalitySinglePass : public testing::TestWithParam<CheckCase> {};

TEST_P(CausalitySinglePass, FindsWhatTheCaseNames) {
  expect_case("causality.single-pass", GetParam());
}

INSTANTIATE_TEST_SUITE_P(Cases, CausalitySinglePass, testing::ValuesIn(cases()), case_name);

TEST(CausalitySinglePassReasons, AreAllDriven) {
  expect_every_reason("causality.single-pass", cases());
}

}  // namespace
}  // namespace pgolf_test
