#include "lib/base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include "lib/base/error.h"

namespace mote {
namespace {

std::string hint_for(int error_number) {
  switch (error_number) {
    case ENOENT:
      return "Check the path.";
    case EACCES:
    case EPERM:
    case EROFS:
      return "Check the permissions of the file and its folder.";
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "The disk is full: free some space and run again; nothing that "
             "was reported is lost.";
    default:
      return "";
  }
}

// A file descriptor closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

template <class Container>
Container read_whole(const fs::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw_file_error("cannot be opened", path);
  Container content;
  std::error_code ignored;
  const auto expected = fs::file_size(path, ignored);
  content.resize(ignored ? 0 : expected);
  size_t filled = 0;
  while (true) {
    if (filled == content.size()) content.resize(filled + 65536);
    const ssize_t count =
        ::read(file.get(), content.data() + filled, content.size() - filled);
    if (count < 0) {
      if (errno == EINTR) continue;
      throw_file_error("cannot be read", path);
    }
    if (count == 0) break;
    filled += static_cast<size_t>(count);
  }
  content.resize(filled);
  return content;
}

void sync_folder(const fs::path& folder) {
  Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.get() >= 0) ::fsync(handle.get());
}

fs::path create_parent(const fs::path& path) {
  const fs::path folder =
      path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    errno = error.value();
    throw_file_error("cannot be created", folder);
  }
  return folder;
}

void write_all(int descriptor, std::span<const uint8_t> bytes,
               const fs::path& path) {
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count =
        ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (count < 0) {
      if (errno == EINTR) continue;
      throw_file_error("cannot be written", path);
    }
    done += static_cast<size_t>(count);
  }
}

}  // namespace

void throw_file_error(std::string_view what, const fs::path& path) {
  const int error_number = errno;
  throw Error(std::string(what) + ": " + std::strerror(error_number),
              path.string(), hint_for(error_number));
}

std::vector<uint8_t> read_bytes(const fs::path& path) {
  return read_whole<std::vector<uint8_t>>(path);
}

std::string read_text(const fs::path& path) {
  return read_whole<std::string>(path);
}

void write_atomically(const fs::path& path, std::span<const uint8_t> bytes) {
  static std::atomic<unsigned> counter = 0;
  const fs::path folder = create_parent(path);
  const fs::path aside =
      folder / ("." + path.filename().string() + "." +
                std::to_string(::getpid()) + "." + std::to_string(counter++));
  Descriptor file(
      ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.get() < 0) throw_file_error("cannot be written", path);
  try {
    write_all(file.get(), bytes, path);
    if (::fsync(file.get()) != 0) throw_file_error("cannot be synced", path);
    if (::close(file.release()) != 0)
      throw_file_error("cannot be closed", path);
    if (::rename(aside.c_str(), path.c_str()) != 0) {
      throw_file_error("cannot be replaced", path);
    }
  } catch (...) {
    ::unlink(aside.c_str());
    throw;
  }
  sync_folder(folder);
}

void write_atomically(const fs::path& path, std::string_view text) {
  write_atomically(
      path,
      std::span(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
}

TemporaryFolder::TemporaryFolder(const fs::path& parent) {
  std::string name = (parent / "mote-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw_file_error("cannot be created", name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

FileLock::FileLock(const fs::path& path, std::string_view purpose) {
  create_parent(path);
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (file.get() < 0) throw_file_error("cannot be opened", path);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) throw_file_error("cannot be locked", path);
    throw Error(std::string(purpose), path.string(),
                "Wait for it to end, or stop it, and run again.");
  }
  descriptor_ = file.release();
}

FileLock::~FileLock() { ::close(descriptor_); }

}  // namespace mote
