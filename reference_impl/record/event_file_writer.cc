// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference_impl/base/error.h"
#include "reference_impl/record/event_file.h"
#include "reference_impl/record/merkle.h"

namespace reference {

std::string event_file_name(std::uint32_t rank) {
  return "events-" + std::to_string(rank) + ".bin";
}

std::string times_file_name(std::uint32_t rank) {
  return "times-" + std::to_string(rank) + ".bin";
}

bool LeafCollector::add(const Event& event, std::string_view stored_record) {
  const bool is_score = std::holds_alternative<ScoreEvent>(event);
  const bool is_update = std::holds_alternative<UpdateEvent>(event);
  const bool fits = is_update == score_record_.has_value();
  if (is_score) {
    score_record_ = std::string(stored_record);
  } else if (is_update && fits) {
    leaves_.push_back(merkle_leaf(*score_record_ + std::string(stored_record)));
    score_record_.reset();
  } else if (std::holds_alternative<CloseEvent>(event)) {
    leaves_.push_back(merkle_leaf(stored_record));
  }
  return fits;
}

// A file under a temporary name that takes its real one when it is whole.
class EventFileWriter::Output {
 public:
  explicit Output(std::filesystem::path path)
      : path_(std::move(path)), temporary_(path_.string() + ".XXXXXX") {
    fd_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
    check(fd_ >= 0 && ::fchmod(fd_, 0644) == 0);
  }
  ~Output() {
    if (fd_ >= 0) {
      ::close(fd_);
      ::unlink(temporary_.c_str());
    }
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view bytes) {
    hash_.update(bytes);
    size_ += bytes.size();
    buffer_ += bytes;
    if (buffer_.size() >= kBufferBytes) {
      flush();
    }
  }
  NamedFile finish() {
    flush();
    check(::fsync(fd_) == 0);
    check(::rename(temporary_.c_str(), path_.c_str()) == 0);
    const int fd = fd_;
    fd_ = -1;
    check(::close(fd) == 0);
    return {.name = path_.filename().string(), .sha256 = to_hex(hash_.finish()), .bytes = size_};
  }

 private:
  static constexpr std::size_t kBufferBytes = std::size_t{1} << 20U;

  void flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
      const ssize_t n = ::write(fd_, rest.data(), rest.size());
      check(n > 0 || errno == EINTR);
      rest.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    buffer_.clear();
  }
  void check(bool good) const {
    if (!good) {
      throw Error(ErrorKind::transient, path_.string() +
                                            ": cannot be written: " + std::strerror(errno) +
                                            "; free space or choose another folder");
    }
  }

  std::filesystem::path path_;
  std::string temporary_;
  int fd_ = -1;
  std::string buffer_;
  Sha256 hash_;
  std::uint64_t size_ = 0;
};

EventFileWriter::EventFileWriter(const std::filesystem::path& folder, std::uint32_t rank)
    : events_(std::make_unique<Output>(folder / event_file_name(rank))),
      times_(std::make_unique<Output>(folder / times_file_name(rank))) {
  events_->write("PGEVENT1");
}

EventFileWriter::~EventFileWriter() = default;

void EventFileWriter::append(const Event& event, const StateDigest& digest,
                             std::uint64_t increments, std::uint64_t time_ns) {
  chain_ = next_chain(chain_ ? &*chain_ : nullptr, event_bytes(event));
  const std::string stored =
      record_bytes({.event = event, .digest = digest, .increments = increments, .chain = *chain_});
  require(leaves_.add(event, stored), "SCORE and UPDATE events must alternate");
  events_->write(stored);
  std::string time(8, '\0');
  for (unsigned i = 0; i < 8; ++i) {
    time[i] = static_cast<char>(static_cast<std::uint8_t>(time_ns >> (8 * i)));
  }
  times_->write(time);
}

NamedFile EventFileWriter::finish() {
  times_->finish();
  return events_->finish();
}

}  // namespace reference
