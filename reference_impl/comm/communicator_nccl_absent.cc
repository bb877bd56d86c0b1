// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"
#include "reference_impl/comm/communicator.h"

namespace reference {
namespace {

[[noreturn]] void refuse() {
  throw Error(ErrorKind::resource_absent,
              "this build has no NCCL: configure with -DPGOLF_NCCL=ON where NCCL is installed, or "
              "run the ranks as threads");
}

}  // namespace

void run_rank_devices(std::uint32_t /*world_size*/,
                      const std::function<void(Communicator&)>& /*body*/) {
  refuse();
}

NcclId make_nccl_id() {
  refuse();
}

std::unique_ptr<Communicator> nccl_communicator(const NcclId& /*id*/, std::uint32_t /*rank*/,
                                                std::uint32_t /*size*/) {
  refuse();
}

}  // namespace reference
