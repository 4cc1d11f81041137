// Files that are never half-written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

namespace fs = std::filesystem;

// Throws Error for what errno says: `what` ("cannot be written"), the path, and
// what to do about a full disk, a read-only folder or a missing file.
[[noreturn]] void throw_file_error(std::string_view what, const fs::path& path);

// The whole file. Throws Error when it cannot be read.
std::vector<uint8_t> read_bytes(const fs::path& path);
std::string read_text(const fs::path& path);

// Writes beside `path`, syncs, then renames over it: after a crash the old or
// the new content is there, never a part. Creates missing parent folders.
// Throws Error (disk full, read-only folder) and leaves the old file alone.
void write_atomically(const fs::path& path, std::span<const uint8_t> bytes);
void write_atomically(const fs::path& path, std::string_view text);

// A folder for the life of the object, removed with all it holds.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const fs::path& parent = fs::temp_directory_path());
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// An exclusive lock on a file, held for the life of the object and given back
// by the kernel if the process dies. Throws Error when another process holds
// it; `purpose` ("another mote run is working in this project") is its what.
class FileLock {
 public:
  FileLock(const fs::path& path, std::string_view purpose);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace mote
