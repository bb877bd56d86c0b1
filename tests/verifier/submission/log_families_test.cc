// SPDX-License-Identifier: Apache-2.0
// One row a line family of submission-formats.md section 3.3; the lines are the specification's own
// examples or written after its patterns.
#include "verifier/submission/log_families.h"

#include <functional>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace verifier {
namespace {

template <typename T>
std::string shown(const MaybeClaim<T>& claim) {
  return claim ? std::to_string(claim->value) : "nothing";
}

template <typename T>
std::string shown(const MaybeLineFact<T>& fact) {
  return fact ? std::to_string(fact->value) : "nothing";
}

struct Line {
  std::string name;
  std::string text;
  std::function<std::string(const LogState&)> fact;
  std::string value;
};

void PrintTo(const Line& line, std::ostream* out) {  // NOLINT: GoogleTest's own name
  *out << line.name;
}

class LogLineFamily : public testing::TestWithParam<Line> {};

TEST_P(LogLineFamily, GivesItsFact) {
  LogState state;
  state.at = {"train.log", 7, ""};
  EXPECT_TRUE(read_log_line(GetParam().text, state));
  EXPECT_EQ(GetParam().fact(state), GetParam().value);
}

std::string seed(const LogState& s) {
  return shown(s.log.seed_in_log);
}
std::string params(const LogState& s) {
  return shown(s.log.model_params);
}
std::string world(const LogState& s) {
  return shown(s.log.world_size);
}
std::string val_tokens(const LogState& s) {
  return shown(s.log.val_tokens);
}
std::string shards(const LogState& s) {
  return shown(s.log.train_shards);
}
std::string wallclock(const LogState& s) {
  return shown(s.log.max_wallclock_s);
}
std::string step_ms(const LogState& s) {
  return shown(s.step_ms);
}
std::string step(const LogState& s) {
  return shown(s.step);
}
std::string step_avg(const LogState& s) {
  return s.step_avg_text;
}
std::string stop_ms(const LogState& s) {
  return shown(s.stop_ms);
}
std::string stop_step(const LogState& s) {
  return shown(s.stop_step);
}
std::string model(const LogState& s) {
  return shown(s.log.model_bytes);
}
std::string total(const LogState& s) {
  return shown(s.named_total);
}
std::string code(const LogState& s) {
  return shown(s.plain_code);
}
std::string packed_code(const LogState& s) {
  return shown(s.compressed_code);
}
std::string eval_s(const LogState& s) {
  return shown(s.log.total_eval_s);
}
std::string source(const LogState& s) {
  return s.log.calibration_source ? s.log.calibration_source->value : "nothing";
}
std::string cache(const LogState& s) {
  return s.log.ngram_cache ? s.log.ngram_cache->value : "nothing";
}
std::string validation(const LogState& s) {
  return s.log.validations.empty() ? "nothing"
                                   : std::to_string(s.log.validations[0].step) + " " +
                                         s.log.validations[0].val_loss.value.text + " " +
                                         s.log.validations[0].val_bpb.value.text;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, LogLineFamily,
    testing::Values(
        Line{"Seed", "seed:1337", seed, "1337"}, Line{"SpacedSeed", "  seed: 0", seed, "0"},
        Line{"LargeSeed", "seed:2884431328", seed, "2884431328"},
        Line{"ScheduleSeed",
             "lr:embed=0.035 matrix=0.025 scalar=0.025 batch:786432 wall:600s seed:1337", seed,
             "1337"},
        Line{"Params", "model_params:21188680", params, "21188680"},
        Line{"GroupedParams", "model_params: 35,944,536", params, "35944536"},
        Line{"World", "world_size:8 grad_accum_steps:1", world, "8"},
        Line{"SpacedWorld", "  world_size: 4", world, "4"},
        Line{"ValLoader", "val_loader:shards pattern=./data/fineweb_val_*.bin tokens:62021632",
             val_tokens, "62021632"},
        Line{"ValTokens", "val_tokens: 40540160", val_tokens, "40540160"},
        Line{"TrainLoader", "train_loader:dataset:fineweb10B_sp1024 train_shards:80", shards, "80"},
        Line{"SpacedShards", "train_shards: 39", shards, "39"},
        Line{"Wallclock",
             "train_batch_tokens:524288 train_seq_len:1024 iterations:20000 warmup_steps:20 "
             "max_wallclock_seconds:600.000",
             wallclock, "600.000000"},
        Line{"SpacedWallclock", "  max_wallclock_seconds: 590.0", wallclock, "590.000000"},
        Line{"StepTime", "step:500/20000 train_loss:2.38 train_time:21050ms step_avg:42.10ms",
             step_ms, "21050"},
        Line{"StepAverage", "step:500/20000 train_loss:2.38 train_time:21050ms step_avg:42.10ms",
             step_avg, "42.10"},
        Line{"StepWithMoreKeys",
             "step:5/9 train_loss:2.38 lr:0.1 train_time:77ms step_avg:15.4ms tok_s:9", step_ms,
             "77"},
        Line{"SpacedStep", "7/20000 train_loss: 6.9279 train_time: 0.4m tok/s: 8656612", step, "7"},
        Line{"SpacedStepHasNoMilliseconds",
             "7/20000 train_loss: 6.9279 train_time: 0.4m tok/s: 8656612", step_ms, "nothing"},
        Line{"Validation",
             "step:12072/20000 val_loss:2.0203 val_bpb:1.1965 train_time:600051ms step_avg:49.71ms",
             validation, "12072 2.0203 1.1965"},
        Line{"SpacedValidation", "0/20000 val_loss: 6.9280 val_bpb: 4.1032", validation,
             "0 6.9280 4.1032"},
        Line{"Stop", "stopping_early: wallclock_cap train_time:600051ms step:12072/20000", stop_ms,
             "600051"},
        Line{"SpacedStop", "stopping_early: wallclock_cap train_time: 598141ms step: 4650/20000",
             stop_step, "4650"},
        Line{"PackedModel",
             "Serialized model int8+zlib: 15680479 bytes (payload:16677024 raw_torch:16723611 "
             "payload_ratio:3.91x)",
             model, "15680479"},
        Line{"RawModelIsNotTheArtifact", "Serialized model: 83740055 bytes", model, "nothing"},
        Line{"MlxModel", "serialized_model_int8_zlib:15680479 bytes", model, "15680479"},
        Line{"Total", "Total submission size int8+zlib: 15747508 bytes", total, "15747508"},
        Line{"RawTotalIsNotTheArtifact", "Total submission size: 83807084 bytes", total, "nothing"},
        Line{"Code", "Code size: 67029 bytes", code, "67029"},
        Line{"UncompressedCode", "Code size (uncompressed): 121884 bytes", code, "121884"},
        Line{"CompressedCode", "Code size (compressed): 23456 bytes", packed_code, "23456"},
        Line{"TotalEval", "total_eval_time:497.5s", eval_s, "497.500000"},
        Line{"TotalEvalWithCompile", "total_eval_time_with_compile: 612.1s", eval_s, "612.100000"},
        Line{"CalibrationOnValidation", "gptq:collecting hessians batches=64 source=val", source,
             "val"},
        Line{"CalibrationOnTraining", "gptq:calibrating with 16 batches (training data)...", source,
             "training data"},
        Line{"CalibrationOnOwnText", "gptq:generating autoregressive calibration data (4 seqs)",
             source, "text the model generated"},
        Line{"CachePrefill", "ngram_prefill: rank=7 pre_end=54270912 time=68.4s", cache,
             "ngram_prefill: rank=7 pre_end=54270912 time=68.4s"},
        Line{"CacheEnabled", "ngram_cache:enabled orders=2-15 alpha=0.4", cache,
             "ngram_cache:enabled orders=2-15 alpha=0.4"},
        Line{"CacheInALabel", "final_ngram_exact val_loss:1.1 val_bpb:0.6", cache,
             "final_ngram_exact val_loss:1.1 val_bpb:0.6"}),
    [](const auto& row) { return row.param.name; });

TEST(LogLineFamilies, DoNotKnowWhatTheyDoNotKnow) {
  for (const char* text :
       {"", "peak memory", "step:", "step:x/9 train_loss:1", "seed:42 extra", "seed:abc",
        "Code size: many bytes", "stopping_early: wallclock_cap train_time:fast",
        "gptq:calibrated 68 layers in 2.0s", "val_tokens: none",
        "step:99999999999999999999/1 train_loss:1"}) {
    LogState state;
    EXPECT_FALSE(read_log_line(text, state)) << text;
    EXPECT_FALSE(state.is_run_log) << text;
  }
}

TEST(LogLineFamilies, ValidationTextOnceNamedStays) {
  LogState state;
  read_log_line("gptq:collecting hessians batches=64 source=val", state);
  read_log_line("gptq:collecting hessians batches=64 source=train", state);
  EXPECT_EQ(source(state), "val");
}

TEST(LogLineFamilies, KeepTheLastOfVeryManyScores) {
  LogState state;
  for (int i = 0; i < 50'000; ++i) {
    read_log_line("x val_loss:1.0 val_bpb:" + std::to_string(i) + ".5", state);
  }
  EXPECT_LE(state.log.scores.size(), 20'000U);
  EXPECT_EQ(state.log.scores.back().val_bpb.value.text, "49999.5");
}

}  // namespace
}  // namespace verifier
