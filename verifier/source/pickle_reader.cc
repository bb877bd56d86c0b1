// SPDX-License-Identifier: Apache-2.0
#include "verifier/source/pickle_reader.h"

#include "verifier/source/pickle_machine.h"

namespace verifier {
namespace {

// torch's older files: five pickles, of which the first is this number, then bytes of tensors.
constexpr std::string_view kOldTorch("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.",
                                     15);
constexpr std::size_t kOldTorchPickles = 5;

class StreamReader {
 public:
  StreamReader(const PickleLimits& limits, PickleLog& log)
      : limits_(limits), log_(log), opcodes_(limits.opcodes), nested_(limits.nested_opcodes) {}

  std::size_t run(std::string_view bytes) {
    const bool old_torch = bytes.starts_with(kOldTorch);
    std::size_t count = 0;
    std::size_t at = 0;
    while (at < bytes.size() && !(old_torch && count == kOldTorchPickles)) {
      if (count == limits_.pickles) {
        log_.add(PickleFault::limit, at, "holds more pickles than are read");
        break;
      }
      PickleMachine machine(bytes, 0, limits_, log_);
      const std::optional<std::size_t> end = machine.run(at, opcodes_);
      look_into(bytes, 0, machine.spans(), 1);
      if (!end) {
        break;
      }
      at = *end;
      ++count;
    }
    return count;
  }

  std::uint64_t opcodes() const { return limits_.opcodes - opcodes_; }

 private:
  void look_into(std::string_view bytes, std::uint64_t base, const std::vector<PickleSpan>& spans,
                 int depth) {
    for (const PickleSpan& span : spans) {
      const std::string_view inner = bytes.substr(span.at, span.size);
      if (depth <= limits_.depth) {
        look_into_one(inner, base + span.at, depth);
      } else if (begins_as_pickle(inner)) {
        log_.add(PickleFault::limit, base + span.at, "nests pickles deeper than is followed");
      }
    }
  }

  // Byte strings are mostly just that: what they hold counts where it says that it is a pickle, or
  // reads as one that imports something.
  void look_into_one(std::string_view inner, std::uint64_t at, int depth) {
    if (nested_ == 0) {
      log_.add(PickleFault::limit, at, "holds more that may be pickles than is looked into");
      return;
    }
    PickleLog inner_log(limits_.findings);
    PickleMachine machine(inner, at, limits_, inner_log);
    const bool whole = machine.run(0, nested_).has_value();
    const bool says_so = begins_as_pickle(inner);
    if (!whole && !says_so) {
      return;
    }
    for (const PickleFinding& finding : inner_log.findings()) {
      if (finding.fault == PickleFault::code && (says_so || finding.what.starts_with("imports "))) {
        log_.add(finding.fault, finding.at, "holds a pickle that " + finding.what);
      }
    }
    look_into(inner, at, machine.spans(), depth + 1);
  }

  const PickleLimits& limits_;
  PickleLog& log_;
  std::uint64_t opcodes_;
  std::uint64_t nested_;
};

}  // namespace

PickleReading read_pickles(std::string_view bytes, const PickleLimits& limits) {
  PickleLog log(limits.findings);
  StreamReader reader(limits, log);
  PickleReading reading;
  reading.pickles = reader.run(bytes);
  reading.findings = log.findings();
  reading.opcodes = reader.opcodes();
  return reading;
}

bool begins_as_pickle(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == '\x80' && bytes[1] >= '\x02' && bytes[1] <= '\x05';
}

}  // namespace verifier
