// SPDX-License-Identifier: Apache-2.0
#include "verifier/report/keys.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include "reference_impl/base/error.h"
#include "reference_impl/base/file.h"

namespace verifier {
namespace {

namespace fs = std::filesystem;
using reference::Error;
using reference::ErrorKind;

constexpr std::uint64_t kLargestKeyFile = 64 * 1024;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw Error(ErrorKind::bad_input, path.string() + ": " + why);
}

[[noreturn]] void disk_refused(const fs::path& path) {
  throw Error(ErrorKind::transient,
              path.string() + ": the key cannot be made: " + std::strerror(errno));
}

// Where a path leads once every link is followed, whether or not its end exists.
fs::path real_path(const fs::path& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  const fs::path real = fs::weakly_canonical(absolute, error);
  return error ? absolute.lexically_normal() : real;
}

void refuse_inside(const fs::path& path, const std::vector<fs::path>& folders) {
  const fs::path key = real_path(path);
  for (const fs::path& folder : folders) {
    fs::path outer = real_path(folder);
    if (!outer.has_filename()) {
      outer = outer.parent_path();
    }
    const auto end = std::mismatch(outer.begin(), outer.end(), key.begin(), key.end()).first;
    if (end == outer.end()) {
      refuse(path, "a private key must not lie inside " + folder.string() +
                       ", which is handed on; keep it outside");
    }
  }
}

// Mode and type are asked of the file itself; the bytes are read afterwards under the same name, by
// a user who could read them anyway.
void refuse_readable_by_others(const fs::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    refuse(path, std::string("the private key cannot be read: ") + std::strerror(errno));
  }
  if (!S_ISREG(info.st_mode)) {
    refuse(path, "is not a regular file, expected a private key in PEM");
  }
  if ((info.st_mode & 077U) != 0) {
    refuse(path, "the private key can be reached by group or others; run: chmod 600 '" +
                     path.string() + "'");
  }
}

// Writes a secret under a name of its own, mode 0600 from the start.
std::string write_secret(const fs::path& beside, std::string_view secret) {
  std::string temporary = beside.string() + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) {
    disk_refused(beside);
  }
  const bool written =
      ::fchmod(fd, 0600) == 0 && reference::write_all(fd, secret) && ::fsync(fd) == 0;
  const int why = errno;
  ::close(fd);
  if (!written) {
    ::unlink(temporary.c_str());
    errno = why;
    disk_refused(beside);
  }
  return temporary;
}

}  // namespace

fs::path default_key_path(const std::string& xdg_config_home, const std::string& home) {
  const fs::path xdg(xdg_config_home);
  const fs::path config = xdg.is_absolute() ? xdg : fs::path(home) / ".config";
  if (!config.is_absolute()) {
    throw Error(ErrorKind::usage,
                "neither XDG_CONFIG_HOME nor HOME is set, so there is no place for a key; name one "
                "with --key FILE");
  }
  return config / "pgolf" / "signer.pem";
}

SigningKey load_signing_key(const fs::path& path, const std::vector<fs::path>& not_inside) {
  refuse_inside(path, not_inside);
  refuse_readable_by_others(path);
  std::string pem = reference::read_file(path, kLargestKeyFile);
  try {
    SigningKey key = SigningKey::from_pem(pem, path.string());
    wipe(pem);
    return key;
  } catch (const Error&) {
    wipe(pem);
    throw;
  }
}

bool make_signing_key(const fs::path& path, const std::vector<fs::path>& not_inside) {
  refuse_inside(path, not_inside);
  if (fs::exists(fs::symlink_status(path))) {
    return false;
  }
  reference::make_folder(path.parent_path());
  const SigningKey key = SigningKey::generate();
  std::string pem = key.pem();
  const std::string temporary = write_secret(path, pem);
  wipe(pem);
  // A link fails where the name is taken, so a key that somebody else just made is never replaced.
  const bool linked = ::link(temporary.c_str(), path.c_str()) == 0;
  const int why = errno;
  ::unlink(temporary.c_str());
  if (!linked && why != EEXIST) {
    errno = why;
    disk_refused(path);
  }
  if (linked) {
    reference::write_file(public_half_path(path), to_pem(key.public_key()));
  }
  return linked;
}

fs::path public_half_path(const fs::path& private_key) {
  fs::path path = private_key;
  return path.replace_extension(".pub.pem");
}

}  // namespace verifier
