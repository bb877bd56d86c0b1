# SPDX-License-Identifier: Apache-2.0
# What every target of the project shares: options, flags, and where the toolchain lies that
# .ci/setup made. Included once, by whichever CMakeLists.txt is the top.
include_guard(GLOBAL)
include(CheckIPOSupported)

option(PGOLF_TORCH "Build the LibTorch rooms of the reference and the program `reference`" ON)
option(PGOLF_CUDA "Compile the CUDA implementations" ON)
option(PGOLF_NCCL "Compile the NCCL communicator" ON)
option(PGOLF_WERROR "Warnings are errors" OFF)
option(PGOLF_FUZZ "Build the fuzz targets with libFuzzer (clang)" OFF)
set(PGOLF_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")

get_filename_component(PGOLF_ROOT ${CMAKE_CURRENT_LIST_DIR}/../.. ABSOLUTE)
set(PGOLF_TOOLCHAIN ${PGOLF_ROOT}/build/toolchain)
file(GLOB PGOLF_SITE_PACKAGES LIST_DIRECTORIES true
     ${PGOLF_TOOLCHAIN}/venv/lib/python3*/site-packages)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
find_program(PGOLF_CCACHE ccache)
if(PGOLF_CCACHE)
  # Without these two ccache passes over every source that has a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros ${PGOLF_CCACHE})
endif()

add_library(pgolf_flags INTERFACE)
target_include_directories(pgolf_flags INTERFACE ${PGOLF_ROOT})
target_compile_options(pgolf_flags INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion>
  # g++ 12 sees uninitialized or overlapping bytes inside std::string that are neither.
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-maybe-uninitialized -Wno-restrict>
  # CMake 3.25 does not know C++20 for CUDA and drops the request silently.
  $<$<COMPILE_LANGUAGE:CUDA>:-std=c++20>)
if(PGOLF_WERROR)
  target_compile_options(pgolf_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()
if(PGOLF_SANITIZE)
  target_compile_options(pgolf_flags INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${PGOLF_SANITIZE};-fno-sanitize-recover=all;-fno-omit-frame-pointer>)
  target_link_options(pgolf_flags INTERFACE -fsanitize=${PGOLF_SANITIZE})
endif()

if(PGOLF_FUZZ)
  target_compile_options(pgolf_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(PGOLF_CUDA OR PGOLF_NCCL OR PGOLF_TORCH)
  if(NOT CMAKE_CUDA_COMPILER AND EXISTS ${PGOLF_TOOLCHAIN}/cuda/bin/nvcc)
    set(CMAKE_CUDA_COMPILER ${PGOLF_TOOLCHAIN}/cuda/bin/nvcc)
    set(CUDAToolkit_ROOT ${PGOLF_TOOLCHAIN}/cuda)
    set(CUDA_TOOLKIT_ROOT_DIR ${PGOLF_TOOLCHAIN}/cuda)
  endif()
  if(NOT CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES 90)
  endif()
  enable_language(CUDA)
  find_package(CUDAToolkit 13 REQUIRED)
endif()

if(PGOLF_TORCH)
  # Named before Torch is found: without it the wheel's files run a probe that CMake 3.25 refuses.
  if(NOT TORCH_CUDA_ARCH_LIST)
    set(TORCH_CUDA_ARCH_LIST 9.0+PTX)
  endif()
  list(APPEND CMAKE_PREFIX_PATH ${PGOLF_SITE_PACKAGES}/torch/share/cmake)
  find_package(Torch 2.11 REQUIRED)
endif()
