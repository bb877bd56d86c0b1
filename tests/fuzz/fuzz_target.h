// SPDX-License-Identifier: Apache-2.0
// A fuzz target: bytes into the same door that the programs use. It returns when the bytes were
// taken or refused in the documented way; anything else (a crash, another exception, a sanitizer's
// word) is a bug. One source a target defines it; fuzz_engine.cc hands it to libFuzzer, and
// fuzz_replay.cc to the files of its corpus in the ordinary test run.
#pragma once

#include <string_view>

namespace pgolf_test {

void fuzz_one(std::string_view bytes);

}  // namespace pgolf_test
