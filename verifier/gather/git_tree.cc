// SPDX-License-Identifier: Apache-2.0
#include "verifier/gather/git_tree.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <git2.h>
#include <optional>
#include <utility>

#include "verifier/base/escape.h"

namespace verifier {
namespace {

constexpr std::size_t kLargestTreeBytes = 8U << 20U;
constexpr std::uint32_t kTreeMode = 040000;

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* thing) const { Free(thing); }
};
template <typename T, void (*Free)(T*)>
using Owned = std::unique_ptr<T, Freed<T, Free>>;

using Repository = Owned<git_repository, git_repository_free>;
using Odb = Owned<git_odb, git_odb_free>;
using OdbObject = Owned<git_odb_object, git_odb_object_free>;
using Object = Owned<git_object, git_object_free>;
using Commit = Owned<git_commit, git_commit_free>;
using Tree = Owned<git_tree, git_tree_free>;
using Reference = Owned<git_reference, git_reference_free>;
using RefIterator = Owned<git_reference_iterator, git_reference_iterator_free>;

// The library's state is global and set once: bounded memory, nothing of the user's configuration,
// any owner (a mirror often belongs to somebody else, and nothing of it is executed).
struct Library {
  Library() {
    git_libgit2_init();
    for (const int level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                            GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL}) {
      git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    }
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, static_cast<std::size_t>(4U << 20U));
    git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, static_cast<std::size_t>(64U << 20U));
    git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, static_cast<ssize_t>(16) << 20U);
    git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE,
                     static_cast<std::size_t>(64U << 10U));
    // A partial clone says that it is one; its missing objects are told one by one here.
    std::array<const char*, 3> extensions = {"partialclone", "worktreeconfig", "preciousobjects"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
  }
  ~Library() { git_libgit2_shutdown(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
};

void start_library() {
  static const Library library;
}

std::string last_words() {
  const git_error* error = git_error_last();
  return error == nullptr || error->message == nullptr ? "no reason was given"
                                                       : escape_for_terminal(error->message, 512);
}

std::string hex_of(const git_oid& id) {
  std::string text(GIT_OID_HEXSZ, '0');
  git_oid_fmt(text.data(), &id);
  return text;
}

Result<git_oid> id_of(const std::string& text) {
  git_oid id;
  if (text.size() != GIT_OID_HEXSZ || git_oid_fromstr(&id, text.c_str()) != 0) {
    return Failure{ErrorKind::usage, "no-object",
                   "\"" + escape_for_terminal(text, 80) + "\" is no object id of 40 digits"};
  }
  return id;
}

Failure object_failure(int code, const std::string& kind, const std::string& id) {
  if (code == GIT_ENOTFOUND) {
    return {
        ErrorKind::resource_absent, "object-missing",
        "the " + kind + " " + id +
            " is not in the repository, which is a partial clone or was pruned; fetch it there"};
  }
  return {ErrorKind::bad_input, "object-unreadable",
          "the " + kind + " " + id + " cannot be read: " + last_words()};
}

// The number of a ref refs/pull/<number>/head.
std::optional<std::uint64_t> pull_request_number(std::string_view name) {
  constexpr std::string_view kStart = "refs/pull/";
  constexpr std::string_view kEnd = "/head";
  if (name.size() <= kStart.size() + kEnd.size() || !name.starts_with(kStart) ||
      !name.ends_with(kEnd)) {
    return std::nullopt;
  }
  const std::string_view digits =
      name.substr(kStart.size(), name.size() - kStart.size() - kEnd.size());
  std::uint64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
  return whole && number > 0 && digits.front() != '0' ? std::optional(number) : std::nullopt;
}

}  // namespace

struct GitRepository::Handle {
  Repository repository;
  Odb odb;
};

bool is_tree(const GitEntry& entry) {
  return entry.mode == kTreeMode;
}

std::string mode_text(std::uint32_t mode) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), mode, 8).ptr;
  const std::string text(digits.data(), end);
  return text.size() < 6 ? std::string(6 - text.size(), '0') + text : text;
}

GitRepository::GitRepository(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
GitRepository::GitRepository(GitRepository&&) noexcept = default;
GitRepository& GitRepository::operator=(GitRepository&&) noexcept = default;
GitRepository::~GitRepository() = default;

Result<GitRepository> GitRepository::open(const std::filesystem::path& path) {
  start_library();
  git_repository* repository = nullptr;
  if (git_repository_open_ext(&repository, path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr) !=
      0) {
    return Failure{ErrorKind::usage, "no-repository",
                   escape_for_terminal(path.string(), 512) +
                       ": no git repository was found here (" + last_words() +
                       "); expected a bare repository or a folder with .git"};
  }
  auto handle = std::make_unique<Handle>();
  handle->repository.reset(repository);
  git_odb* odb = nullptr;
  if (git_repository_odb(&odb, repository) != 0) {
    return Failure{ErrorKind::bad_input, "no-repository",
                   escape_for_terminal(path.string(), 512) + ": no objects: " + last_words()};
  }
  handle->odb.reset(odb);
  return GitRepository(std::move(handle));
}

Result<std::string> GitRepository::commit_named(const std::string& name) const {
  git_object* object = nullptr;
  git_object* peeled = nullptr;
  const int found = git_revparse_single(&object, handle_->repository.get(), name.c_str());
  const Object owner(object);
  if (found == 0 && git_object_peel(&peeled, object, GIT_OBJECT_COMMIT) == 0) {
    const Object commit(peeled);
    return hex_of(*git_object_id(peeled));
  }
  // A ref may name a commit that was never fetched: that is not a wrong name.
  git_oid id;
  if (git_reference_name_to_id(&id, handle_->repository.get(), name.c_str()) == 0) {
    return object_failure(GIT_ENOTFOUND, "commit", hex_of(id));
  }
  return Failure{ErrorKind::usage, "no-ref",
                 "the repository has no commit called \"" + escape_for_terminal(name, 256) +
                     "\"; `git for-each-ref` lists the names it has"};
}

Result<std::string> GitRepository::main_branch() const {
  git_oid id;
  if (git_reference_name_to_id(&id, handle_->repository.get(), "refs/heads/main") == 0) {
    return std::string("refs/heads/main");
  }
  git_reference* head = nullptr;
  if (git_repository_head(&head, handle_->repository.get()) != 0) {
    return Failure{ErrorKind::usage, "no-ref",
                   "the repository has neither refs/heads/main nor a HEAD; name what the pull "
                   "request is compared with by --base"};
  }
  const Reference owner(head);
  return std::string(git_reference_name(head));
}

Result<std::vector<std::uint64_t>> GitRepository::pull_requests() const {
  git_reference_iterator* iterator = nullptr;
  if (git_reference_iterator_glob_new(&iterator, handle_->repository.get(), "refs/pull/*/head") !=
      0) {
    return Failure{ErrorKind::bad_input, "no-ref", "the refs cannot be listed: " + last_words()};
  }
  const RefIterator owner(iterator);
  std::vector<std::uint64_t> numbers;
  const char* name = nullptr;
  while (git_reference_next_name(&name, iterator) == 0) {
    if (const auto number = pull_request_number(name)) {
      numbers.push_back(*number);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Result<GitCommit> GitRepository::commit(const std::string& id) const {
  const Result<git_oid> oid = id_of(id);
  if (!oid.ok()) {
    return oid.failure();
  }
  git_commit* commit = nullptr;
  const int code = git_commit_lookup(&commit, handle_->repository.get(), &oid.value());
  if (code != 0) {
    return object_failure(code, "commit", id);
  }
  const Commit owner(commit);
  GitCommit read;
  read.id = id;
  read.tree = hex_of(*git_commit_tree_id(commit));
  read.seconds = git_commit_time(commit);
  for (unsigned int i = 0; i < git_commit_parentcount(commit); ++i) {
    read.parents.push_back(hex_of(*git_commit_parent_id(commit, i)));
  }
  return read;
}

Result<std::vector<GitEntry>> GitRepository::tree(const std::string& id) const {
  const Result<git_oid> oid = id_of(id);
  if (!oid.ok()) {
    return oid.failure();
  }
  std::size_t bytes = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&bytes, &type, handle_->odb.get(), &oid.value()) == 0 &&
      bytes > kLargestTreeBytes) {
    return Failure{ErrorKind::bad_input, "tree-too-large",
                   "the tree " + id + " has " + std::to_string(bytes) + " bytes, at most " +
                       std::to_string(kLargestTreeBytes) + " are read"};
  }
  git_tree* tree = nullptr;
  const int code = git_tree_lookup(&tree, handle_->repository.get(), &oid.value());
  if (code != 0) {
    return object_failure(code, "tree", id);
  }
  const Tree owner(tree);
  std::vector<GitEntry> entries;
  const std::size_t count = git_tree_entrycount(tree);
  entries.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const git_tree_entry* entry = git_tree_entry_byindex(tree, i);
    entries.push_back({git_tree_entry_name(entry), hex_of(*git_tree_entry_id(entry)),
                       static_cast<std::uint32_t>(git_tree_entry_filemode_raw(entry))});
  }
  return entries;
}

Result<std::uint64_t> GitRepository::blob_bytes(const std::string& id) const {
  const Result<git_oid> oid = id_of(id);
  if (!oid.ok()) {
    return oid.failure();
  }
  std::size_t bytes = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  const int code = git_odb_read_header(&bytes, &type, handle_->odb.get(), &oid.value());
  if (code != 0) {
    return object_failure(code, "blob", id);
  }
  return static_cast<std::uint64_t>(bytes);
}

Result<std::string> GitRepository::blob(const std::string& id) const {
  const Result<git_oid> oid = id_of(id);
  if (!oid.ok()) {
    return oid.failure();
  }
  git_odb_object* object = nullptr;
  const int code = git_odb_read(&object, handle_->odb.get(), &oid.value());
  const OdbObject owner(object);
  if (code != 0) {
    return object_failure(code, "blob", id);
  }
  if (git_odb_object_type(object) != GIT_OBJECT_BLOB) {
    return Failure{ErrorKind::bad_input, "object-unreadable",
                   "the object " + id + " is no blob, which its tree says it is"};
  }
  return std::string(static_cast<const char*>(git_odb_object_data(object)),
                     git_odb_object_size(object));
}

}  // namespace verifier
