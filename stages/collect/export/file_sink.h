// Where exported files go: a new folder, or a .zip file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mote {

class FileSink {
 public:
  virtual ~FileSink() = default;
  // `name`: a path below the root, of folders and a file that are safe on any
  // system. Throws Error when it cannot be written.
  virtual void add(const std::string& name, std::span<const uint8_t> bytes) = 0;
  // Puts all in its place. Without it, nothing is left of what was added.
  virtual void finish() = 0;
};

// A .zip file by its name, which is replaced if it is there; else a folder,
// which must be new or empty. The same files give the same zip. Throws Error
// for a folder that holds something, and for what cannot be written.
std::unique_ptr<FileSink> make_file_sink(const std::filesystem::path& path);

bool is_zip_name(const std::filesystem::path& path);

}  // namespace mote
