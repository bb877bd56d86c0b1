// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/record/staged_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"

namespace reference {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20U;

}  // namespace

StagedFile::StagedFile(std::filesystem::path path, FileHash hashing)
    : path_(std::move(path)), temporary_(path_.string() + ".XXXXXX") {
  if (hashing == FileHash::sha256) {
    hash_.emplace();
  }
  fd_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
  check(fd_ >= 0 && ::fchmod(fd_, 0644) == 0);
}

StagedFile::~StagedFile() {
  if (fd_ >= 0) {
    ::close(fd_);
    ::unlink(temporary_.c_str());
  }
}

void StagedFile::write(std::string_view bytes) {
  size_ += bytes.size();
  buffer_ += bytes;
  if (buffer_.size() >= kBufferBytes) {
    flush();
  }
}

NamedFile StagedFile::finish() {
  flush();
  check(::fsync(fd_) == 0);
  check(::rename(temporary_.c_str(), path_.c_str()) == 0);
  const int fd = fd_;
  fd_ = -1;
  check(::close(fd) == 0);
  return {.name = path_.filename().string(),
          .sha256 = hash_ ? to_hex(hash_->finish()) : std::string(),
          .bytes = size_};
}

void StagedFile::flush() {
  if (hash_) {
    hash_->update(buffer_);
  }
  check(write_all(fd_, buffer_));
  buffer_.clear();
}

void StagedFile::check(bool good) const {
  if (!good) {
    throw Error(ErrorKind::transient, path_.string() +
                                          ": cannot be written: " + std::strerror(errno) +
                                          "; free space or choose another folder");
  }
}

}  // namespace reference
