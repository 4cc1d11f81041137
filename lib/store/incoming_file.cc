#include "lib/store/incoming_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "lib/base/file.h"

namespace mote {
namespace {

// Whether this process now holds the lock of an open file that still has its
// name.
bool lock_named_file(int handle) {
  struct stat facts {};
  return ::flock(handle, LOCK_EX | LOCK_NB) == 0 &&
         ::fstat(handle, &facts) == 0 && facts.st_nlink > 0;
}

void remove_leftovers(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const int handle = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0) continue;
    if (lock_named_file(handle)) ::unlink(entry.path().c_str());
    ::close(handle);
  }
}

}  // namespace

IncomingFile::IncomingFile(const fs::path& folder) {
  create_folder(folder);
  remove_leftovers(folder);
  // Another process may take a new file for a leftover before it is locked.
  while (handle_ < 0) {
    std::string name = (folder / "XXXXXX").string();
    handle_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (handle_ < 0) throw_file_error("cannot be created", folder);
    path_ = name;
    if (!lock_named_file(handle_)) {
      ::close(handle_);
      handle_ = -1;
    }
  }
}

IncomingFile::~IncomingFile() {
  ::unlink(path_.c_str());
  ::close(handle_);
}

void IncomingFile::write(std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(handle_, bytes.data(), bytes.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      throw_file_error("cannot be written", path_);
    }
    size_bytes_ += static_cast<uint64_t>(count);
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
}

void IncomingFile::sync() {
  if (::fsync(handle_) != 0) throw_file_error("cannot be synced", path_);
}

void create_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    errno = error.value();
    throw_file_error("cannot be created", folder);
  }
}

void sync_file(const fs::path& file) {
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = handle >= 0 && ::fdatasync(handle) == 0;
  const int reason = errno;
  if (handle >= 0) ::close(handle);
  errno = reason;
  if (!synced) throw_file_error("cannot be synced", file);
}

void sync_folder(const fs::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
}

}  // namespace mote
