// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "reference_impl/base/error.h"
#include "reference_impl/commands.h"

namespace reference {
namespace {

// Takes any arguments, so that a right command line gets the reason and not a usage error.
void add_absent(CLI::App& app, const std::string& name) {
  CLI::App* command = app.add_subcommand(name, "Not in this build, which has no LibTorch");
  command->allow_extras();
  command->callback([name] {
    throw Error(ErrorKind::resource_absent,
                "this build has no LibTorch, which `reference " + name +
                    "` needs: configure with -DPGOLF_TORCH=ON (./verify does)");
  });
}

}  // namespace

void add_train_command(CLI::App& app) {
  add_absent(app, "train");
}
void add_evaluate_command(CLI::App& app) {
  add_absent(app, "evaluate");
}

}  // namespace reference
