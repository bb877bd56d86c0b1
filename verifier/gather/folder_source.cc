// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/folder_source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include "reference_impl/base/sha256.h"
#include "verifier/base/escape.h"
#include "verifier/submission/defects.h"
#include "verifier/submission/path_rules.h"

namespace verifier {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) {
      close(fd_);
    }
  }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// Opens below the root without following anything. O_NONBLOCK keeps a FIFO that slipped in between
// from hanging us; the fstat of the caller is what refuses it.
Descriptor open_beneath(int root, const std::string& path) {
  open_how how = {};
  how.flags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
  const long fd = syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
  if (fd >= 0 || (errno != ENOSYS && errno != EPERM)) {
    return Descriptor(static_cast<int>(fd));
  }
  // A kernel or container without openat2: every folder above was itself opened this way.
  return Descriptor(openat(root, path.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
}

std::string kind_of(mode_t mode) {
  return S_ISLNK(mode)    ? "a symbolic link"
         : S_ISFIFO(mode) ? "a FIFO"
         : S_ISSOCK(mode) ? "a socket"
         : S_ISCHR(mode)  ? "a character device"
         : S_ISBLK(mode)  ? "a block device"
                          : "not a regular file";
}

bool same_content(const struct stat& before, const struct stat& after) {
  return before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
         before.st_mtim.tv_nsec == after.st_mtim.tv_nsec;
}

class FolderReader {
 public:
  FolderReader(int root, const FolderLimits& limits, SubmissionSource& source)
      : root_(root), limits_(limits), source_(source) {}

  void read_tree() {
    std::vector<std::string> folders = {""};
    while (!folders.empty() && !full_) {
      const std::string folder = folders.back();
      folders.pop_back();
      const std::string start = folder.empty() ? "" : folder + "/";
      for (const std::string& name : names_in(folder)) {
        read_entry(start + name, folders);
      }
    }
  }

 private:
  void refuse(std::string_view code, const std::string& path, const std::string& what) {
    source_.defects.push_back({std::string(code), {path, 0, ""}, what});
  }

  void stop(const std::string& path, const std::string& what) {
    if (!full_) {
      refuse(defect::kTooMany, path, what);
    }
    full_ = true;
  }

  std::vector<std::string> names_in(const std::string& folder) {
    Descriptor fd = open_beneath(root_, folder.empty() ? "." : folder);
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(fd.get() < 0 ? nullptr : fdopendir(fd.get()),
                                                     closedir);
    if (stream == nullptr) {
      refuse(defect::kUnreadable, folder, std::string("cannot be listed: ") + std::strerror(errno));
      return {};
    }
    fd.release();  // the stream closes it
    std::vector<std::string> names;
    while (const dirent* entry = readdir(stream.get())) {
      const std::string name = entry->d_name;
      if (name == "." || name == "..") {
        continue;
      }
      if (++entries_ > 2 * limits_.files) {
        stop(folder, "holds more entries than are read; the rest was left out");
        break;
      }
      names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  void read_entry(const std::string& path, std::vector<std::string>& folders) {
    if (full_) {
      return;
    }
    if (const auto problem = path_problem(path)) {
      refuse(defect::kPath, path, "the path " + *problem);
      return;
    }
    struct stat before = {};
    if (fstatat(root_, path.c_str(), &before, AT_SYMLINK_NOFOLLOW) != 0) {
      refuse(defect::kUnreadable, path, std::string("cannot be read: ") + std::strerror(errno));
    } else if (S_ISDIR(before.st_mode)) {
      folders.push_back(path);
    } else if (!S_ISREG(before.st_mode)) {
      refuse(defect::kNotRegular, path, "is " + kind_of(before.st_mode));
    } else {
      read_regular(path);
    }
  }

  void read_regular(const std::string& path) {
    const Descriptor fd = open_beneath(root_, path);
    struct stat before = {};
    if (fd.get() < 0 || fstat(fd.get(), &before) != 0) {
      refuse(defect::kUnreadable, path, std::string("cannot be read: ") + std::strerror(errno));
      return;
    }
    if (!S_ISREG(before.st_mode)) {
      refuse(defect::kNotRegular, path, "is " + kind_of(before.st_mode));
      return;
    }
    const auto size = static_cast<std::uint64_t>(before.st_size);
    tree_bytes_ += size;
    if (source_.files.size() >= limits_.files || tree_bytes_ > limits_.tree_bytes) {
      stop(path, "is where the folder exceeds " + std::to_string(limits_.files) + " files or " +
                     std::to_string(limits_.tree_bytes) + " bytes; the rest was not read");
      return;
    }
    SourceFile file{path, (before.st_mode & S_IXUSR) != 0 ? "100755" : "100644", "", std::nullopt};
    struct stat after = {};
    const bool whole = read_bytes(fd.get(), size, file) && fstat(fd.get(), &after) == 0;
    if (!whole || !same_content(before, after)) {
      refuse(defect::kUnreadable, path, "could not be read whole, or changed while it was read");
      return;
    }
    if (before.st_nlink > 1) {
      refuse(defect::kHardLink, path,
             "is a hard link, one of " + std::to_string(before.st_nlink) + " names of a file");
    }
    source_.files.push_back(std::move(file));
  }

  // False where the file does not hold exactly the bytes its size promises.
  bool read_bytes(int fd, std::uint64_t size, SourceFile& file) const {
    const bool keep = size <= limits_.file_bytes;
    reference::Sha256 hash;
    std::array<char, 1U << 16U> buffer;
    std::uint64_t done = 0;
    while (true) {
      const ssize_t count = read(fd, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count <= 0 || done + static_cast<std::uint64_t>(count) > size) {
        break;
      }
      const std::string_view part(buffer.data(), static_cast<std::size_t>(count));
      done += part.size();
      if (keep) {
        file.bytes += part;
      } else {
        hash.update(part);
      }
    }
    if (!keep) {
      file.withheld = WithheldFile{size, reference::to_hex(hash.finish())};
    }
    return done == size;
  }

  int root_;
  const FolderLimits& limits_;
  SubmissionSource& source_;
  std::uint64_t entries_ = 0;
  std::uint64_t tree_bytes_ = 0;
  bool full_ = false;
};

Failure no_folder(const fs::path& path, int error) {
  const std::string name = escape_for_terminal(path.string(), 512);
  const std::string found = error == ENOENT    ? "there is nothing at this path"
                            : error == ENOTDIR ? "this is a file"
                                               : std::strerror(error);
  return {ErrorKind::usage, "no-folder",
          name + ": " + found + "; expected a submission's folder, which holds submission.json"};
}

}  // namespace

Result<SubmissionSource> read_folder(const fs::path& path, const FolderLimits& limits) {
  const Descriptor root(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0) {
    return no_folder(path, errno);
  }
  std::error_code error;
  fs::path real = fs::canonical(path, error);
  if (error) {
    return no_folder(path, error.value());
  }
  // A folder that may be entered and not listed, or listed and not entered, is as good as closed.
  if (faccessat(root.get(), ".", R_OK | X_OK, 0) != 0) {
    return no_folder(path, errno);
  }
  SubmissionSource source;
  source.name = real.filename().string();
  source.location = real.string();
  FolderReader(root.get(), limits, source).read_tree();
  return source;
}

}  // namespace verifier
