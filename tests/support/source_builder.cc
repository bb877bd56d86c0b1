// SPDX-License-Identifier: Apache-2.0
#include "tests/support/source_builder.h"

namespace pgolf_test {

verifier::SourceEvidence plain_source() {
  verifier::SourceEvidence source;
  source.script = "train_gpt.py";
  source.bytes = 50'000;
  source.lines = 1200;
  source.readable = true;
  source.unpacked_bytes = 50'000;
  source.unpacked_lines = 1200;
  source.unpacked_sha256 = "5d1";
  source.text_digests = {"d1"};
  source.text_bytes = {50'000};
  source.code_bytes = 50'000;
  return source;
}

verifier::SourceEvidence packed_source() {
  verifier::SourceEvidence source = plain_source();
  source.bytes = 20'000;
  source.lines = 2;
  source.layers = {"base85", "lzma"};
  source.text_digests = {"d0", "d1"};
  source.text_bytes = {20'000, 50'000};
  source.code_bytes = 20'000;
  return source;
}

verifier::SourceEvidence unreadable_source() {
  verifier::SourceEvidence source = plain_source();
  source.readable = false;
  source.unreadable_because = "its key is made at run time";
  source.unreadable_at = {"train_gpt.py", 2};
  return source;
}

verifier::SourceEvidence& put_source(Docket& docket, const verifier::SourceEvidence& source) {
  docket.evidence.source = source;
  return docket.evidence.source.value();
}

std::vector<CheckCase> cases_without_source() {
  using verifier::Status;
  return {
      {"Unreadable", [](Docket& docket) { put_source(docket, unreadable_source()); },
       Status::inconclusive, "source-unreadable", "train_gpt.py:2: its key is made at run time"},
      {"NoScript", [](Docket& docket) { docket.submission.script.reset(); }, Status::not_run,
       "no-script", "no Python script"},
      {"NotGathered", [](Docket&) {}, Status::not_run, "not-gathered", "not gathered"}};
}

}  // namespace pgolf_test
