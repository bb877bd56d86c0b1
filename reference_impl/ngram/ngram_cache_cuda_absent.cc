// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/error.h"
#include "reference_impl/ngram/ngram_cache_devices.h"

namespace reference {

std::unique_ptr<NgramCache> make_cuda_ngram_cache(const CacheConfig& /*config*/,
                                                  const DigestKey& /*key*/, DigestSet /*digest*/) {
  throw Error(ErrorKind::resource_absent,
              "this build has no CUDA: configure with -DPGOLF_CUDA=ON where a CUDA toolkit is "
              "installed, or use the CPU cache (--device cpu), which gives the same counts");
}

}  // namespace reference
