// SPDX-License-Identifier: Apache-2.0
#include "verifier/submission/submission_reader.h"

#include <string>

#include "reference_impl/base/sha256.h"
#include "tests/support/submission_builder.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/manifest.h"

#include <gtest/gtest.h>

namespace pgolf_test {
namespace {

namespace defect = verifier::defect;
using verifier::Submission;

TEST(SubmissionReader, ReadsEveryPartOfACleanFolder) {
  const Submission submission = SubmissionBuilder().read();
  EXPECT_EQ(submission.name, "2026-04-01_Clean");
  EXPECT_EQ(submission.files.size(), 6U);
  EXPECT_TRUE(submission.claims_read);
  EXPECT_EQ(submission.claims.val_bpb->value.text, "1.1002");
  EXPECT_EQ(submission.logs.size(), 3U);
  EXPECT_EQ(submission.run_set.size(), 3U);
  EXPECT_EQ(submission.script->path, "train_gpt.py");
  EXPECT_TRUE(submission.defects.empty());
  EXPECT_FALSE(submission.has_recipe);
}

TEST(SubmissionReader, SortsFilesByBytesAndBindsThemByDigest) {
  SubmissionBuilder builder;
  builder.more_files["a.txt"] = "abc";
  builder.more_files["Z.txt"] = "";
  const Submission submission = builder.read();
  EXPECT_EQ(submission.files[0].path, "README.md");
  EXPECT_EQ(submission.files[1].path, "Z.txt");
  EXPECT_EQ(submission.files[2].path, "a.txt");
  // FIPS 180-4's own example.
  EXPECT_EQ(submission.files[2].sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string manifest = verifier::manifest_text(submission.files);
  EXPECT_EQ(submission.manifest_bytes, manifest.size());
  EXPECT_EQ(submission.manifest_sha256,
            reference::to_hex(reference::sha256(std::string_view(manifest))));
}

TEST(SubmissionReader, OneByteChangesTheManifest) {
  SubmissionBuilder builder;
  const std::string before = builder.read().manifest_sha256;
  builder.readme = "A clean submission!\n";
  EXPECT_NE(builder.read().manifest_sha256, before);
}

TEST(SubmissionReader, TheOraclesFileIsNoPartOfASubmission) {
  SubmissionBuilder builder;
  const std::string before = builder.read().manifest_sha256;
  builder.more_files["facts.json"] = "{\"claim\": 1}";
  EXPECT_EQ(builder.read().manifest_sha256, before);
}

TEST(SubmissionReader, RefusedPathsAreDefectsAndNotRead) {
  SubmissionBuilder builder;
  builder.more_files["../outside.log"] = builder.logs[0].text();
  const Submission submission = builder.read();
  EXPECT_EQ(submission.files.size(), 6U);
  ASSERT_EQ(submission.defects.size(), 1U);
  EXPECT_EQ(submission.defects[0].code, defect::kPath);
}

TEST(SubmissionReader, AWithheldFileIsListedAndNotParsed) {
  verifier::SubmissionSource source = SubmissionBuilder().source();
  source.files.push_back(
      {"train_seed9.log", "100644", "", verifier::WithheldFile{104'857'600, std::string(64, '0')}});
  const Submission submission = verifier::read_submission(source);
  EXPECT_EQ(submission.files.size(), 7U);
  EXPECT_EQ(submission.logs.size(), 3U);
  ASSERT_EQ(submission.defects.size(), 1U);
  EXPECT_EQ(submission.defects[0].code, defect::kTooLarge);
  EXPECT_NE(submission.defects[0].what.find("104857600"), std::string::npos);
}

TEST(SubmissionReader, BrokenClaimsDoNotStopTheLogs) {
  SubmissionBuilder builder;
  builder.submission_json = "{";
  const Submission submission = builder.read();
  EXPECT_FALSE(submission.claims_read);
  EXPECT_EQ(submission.run_set.size(), 3U);
  ASSERT_EQ(submission.defects.size(), 1U);
  EXPECT_EQ(submission.defects[0].code, defect::kJsonBroken);
}

TEST(SubmissionReader, AnotherSubmissionFileStandsInForAMissingOne) {
  SubmissionBuilder builder;
  builder.has_submission_json = false;
  builder.more_files["submission_final.json"] = "{\"val_bpb\": 1.5}";
  EXPECT_EQ(builder.read().claims.val_bpb->value.text, "1.5");
  builder.has_submission_json = true;
  EXPECT_EQ(builder.read().claims.val_bpb->value.text, "1.1002");
}

TEST(Track, IsTheOptionThenThePathThenTheDefault) {
  verifier::SubmissionSource source;
  source.location = "/x/records/track_non_record_16mb/2026-04-01_Y";
  EXPECT_EQ(verifier::read_submission(source).track, "track_non_record_16mb");
  EXPECT_EQ(verifier::read_submission(source).track_source, "path");
  source.track_option = "track_10min_16mb";
  EXPECT_EQ(verifier::read_submission(source).track, "track_10min_16mb");
  EXPECT_EQ(verifier::read_submission(source).track_source, "--track");
  EXPECT_EQ(verifier::read_submission({}).track, "track_10min_16mb");
  EXPECT_EQ(verifier::read_submission({}).track_source, "default");
}

}  // namespace
}  // namespace pgolf_test
