// SPDX-License-Identifier: Apache-2.0
// Code that would run beside the entry point, or come to it at run time: files that Python runs by
// itself or that no one can read, installers, downloads, compilers (rule A3; security
// specification, S-13 and S-14).
#pragma once

#include <vector>

#include "verifier/source/python_reach.h"
#include "verifier/submission/submission_reader.h"

namespace verifier {

// By the names of the folder's files.
std::vector<ExtraCode> extra_files(const SubmissionSource& source);

// By the calls of a text that a run reaches, or may.
std::vector<ExtraCode> extra_calls(PyEvaluator& evaluator, const PyReach& reach,
                                   const std::string& shown);

}  // namespace verifier
