// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/ngram/table_memory.h"

#include <string>
#include <sys/mman.h>

#include "reference_impl/base/error.h"

namespace reference {

TableMemory::TableMemory(std::size_t counts) : bytes_(counts * sizeof(std::uint32_t)) {
  memory_ = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory_ == MAP_FAILED) {
    throw Error(ErrorKind::resource_absent, "the cache's tables need " + std::to_string(bytes_) +
                                                " bytes of memory, which this machine refuses");
  }
  // Refused where the kernel has no large pages: slower, otherwise the same.
  ::madvise(memory_, bytes_, MADV_HUGEPAGE);
}

TableMemory::~TableMemory() {
  ::munmap(memory_, bytes_);
}

}  // namespace reference
