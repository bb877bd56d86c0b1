# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, the CUDA source INPUT with its launches as calls of the emulation; run by the build
# whenever INPUT changes. Messages of the compiler name the places of INPUT.
file(READ ${INPUT} text)
string(REGEX REPLACE "([a-z_]+)<<<([^<>;]*)>>>\\(" "emulated_cuda::Launch(\"\\1\", \\1, \\2)(" text "${text}")
if(text MATCHES "<<<")
  message(FATAL_ERROR "${INPUT}: a launch of another form than name<<<blocks, threads>>>(...)")
endif()
file(WRITE ${OUTPUT} "#line 1 \"${INPUT}\"\n${text}")
