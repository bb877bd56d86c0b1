// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/base/file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reference_impl/base/error.h"

namespace reference {
namespace {

// Closes a descriptor at the end of a scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool close() {
    const int fd = fd_;
    fd_ = -1;
    return ::close(fd) == 0;
  }

 private:
  int fd_;
};

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what) {
  throw Error(ErrorKind::bad_input, path.string() + ": " + what);
}

}  // namespace

std::string read_file(const std::filesystem::path& path, std::uint64_t cap_bytes) {
  // O_NONBLOCK keeps the open of a FIFO from hanging; the type check below then refuses it.
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat info {};
  if (fd.get() < 0 || ::fstat(fd.get(), &info) != 0) {
    refuse(path, std::string("cannot be read: ") + std::strerror(errno));
  }
  if (!S_ISREG(info.st_mode)) {
    refuse(path, "is not a regular file");
  }
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size > cap_bytes) {
    refuse(path, "has " + std::to_string(size) + " bytes, more than the " +
                     std::to_string(cap_bytes) + " that are read");
  }
  std::string bytes(size, '\0');
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t n = ::read(fd.get(), bytes.data() + at, bytes.size() - at);
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n <= 0) {
      refuse(path, n == 0 ? "became shorter while it was read" : std::strerror(errno));
    }
    at += static_cast<std::size_t>(n);
  }
  return bytes;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::string temporary = path.string() + ".XXXXXX";
  Descriptor fd(::mkostemp(temporary.data(), O_CLOEXEC));
  const bool written = fd.get() >= 0 && ::fchmod(fd.get(), 0644) == 0 &&
                       write_all(fd.get(), bytes) && ::fsync(fd.get()) == 0 && fd.close() &&
                       ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!written) {
    const std::string why = std::strerror(errno);
    ::unlink(temporary.c_str());
    throw Error(ErrorKind::transient, path.string() + ": cannot be written: " + why +
                                          "; free space or choose another folder");
  }
}

void make_folder(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) {
    throw Error(ErrorKind::transient, path.string() + ": the folder cannot be made: " +
                                          error.message() + "; choose another place");
  }
}

}  // namespace reference
