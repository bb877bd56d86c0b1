// SPDX-License-Identifier: Apache-2.0
// Stands in for NCCL's header: the calls our communicator makes, between host threads of this
// process, one an emulated device. Always the worst that NCCL's documentation allows: a
// collective's kernel keeps every device from managing memory, a communicator ends together with
// its others.
#pragma once

#include <cstddef>

#include <cuda_runtime.h>

enum ncclResult_t { ncclSuccess = 0, ncclInvalidUsage = 5 };
enum ncclDataType_t { ncclUint8 = 1 };
struct ncclUniqueId {
  char internal[128];
};
struct ncclComm;
using ncclComm_t = ncclComm*;

const char* ncclGetErrorString(ncclResult_t result);
ncclResult_t ncclGetUniqueId(ncclUniqueId* id);
ncclResult_t ncclCommInitRank(ncclComm_t* comm, int size, ncclUniqueId id, int rank);
ncclResult_t ncclCommDestroy(ncclComm_t comm);
// `count` bytes of each rank; `receive` holds those of all.
ncclResult_t ncclAllGather(const void* send, void* receive, std::size_t count, ncclDataType_t type,
                           ncclComm_t comm, cudaStream_t stream);
