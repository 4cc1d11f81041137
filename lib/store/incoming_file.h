// A file that is being written beside the store, until it is complete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

namespace mote {

// While it lives it is locked, so that others know it from what a killed
// process left: a file below `folder` that nobody locks, which the next one
// that is made there removes. It goes away with the object.
class IncomingFile {
 public:
  explicit IncomingFile(const std::filesystem::path& folder);
  ~IncomingFile();
  IncomingFile(const IncomingFile&) = delete;
  IncomingFile& operator=(const IncomingFile&) = delete;

  // Throws Error, on a full disk for one.
  void write(std::span<const uint8_t> bytes);
  void sync();

  const std::filesystem::path& path() const { return path_; }
  uint64_t size_bytes() const { return size_bytes_; }

 private:
  std::filesystem::path path_;
  int handle_ = -1;
  uint64_t size_bytes_ = 0;
};

// Makes a folder and those above it. Throws Error.
void create_folder(const std::filesystem::path& folder);
// Writes a file's content to the disk. Throws Error.
void sync_file(const std::filesystem::path& file);
// Writes the names in a folder to the disk, as far as that can be done.
void sync_folder(const std::filesystem::path& folder);

}  // namespace mote
