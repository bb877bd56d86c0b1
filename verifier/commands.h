// SPDX-License-Identifier: Apache-2.0
// The subcommands of `verify`, one source each beside main. Each parses its own arguments (argv[0]
// is the subcommand's name), prints, and gives the program's exit code.
#pragma once

namespace verifier {

// `verify facts FOLDER`, `verify facts --repo GITDIR --pr N`: what was read of a submission, as
// JSON.
int facts_command(int argc, char** argv);

// `verify explain [WORD]`: what a check, a reason or a code means, and the rules behind it.
int explain_command(int argc, char** argv);

// `verify audit EVENTS`: a run's event files against the invariants of the causality audit.
int audit_command(int argc, char** argv);

// `verify --self-test`: what the audit of this build catches.
int self_test_command(int argc, char** argv);

}  // namespace verifier
