#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs a script of this folder with the Python packages that read our reports from outside.
#   run.sh VENV SCRIPT ARGUMENTS...
# Where they are not installed it says so and ends with 77, which ctest counts as skipped; with
# PGOLF_REQUIRE_INTEROP set, as on a CI machine, that is a failure.
set -eu
venv=$1
shift
if [ -x "$venv/bin/python" ]; then
  exec "$venv/bin/python" -I "$@"
fi
echo "needs the Python packages of tests/interop/requirements.txt: .ci/setup check installs them" >&2
[ -z "${PGOLF_REQUIRE_INTEROP:-}" ] || exit 1
exit 77
