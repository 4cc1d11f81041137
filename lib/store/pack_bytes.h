// What files of packs consist of: numbers of 64 bits, little-endian.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace mote {

// Of an entry in an index: SHA-256, offset, size.
inline constexpr size_t kPackEntryBytes = 48;

inline uint64_t read_number(const uint8_t* bytes) {
  uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | bytes[i];
  return value;
}

inline void append_number(std::vector<uint8_t>& bytes, uint64_t value) {
  for (int i = 0; i < 8; ++i) {
    bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
  }
}

inline void append_bytes(std::vector<uint8_t>& bytes,
                         std::span<const uint8_t> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

// An open file for the length of a scope; -1 when it could not be opened.
class OpenFile {
 public:
  explicit OpenFile(const fs::path& path)
      : handle_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (handle_ >= 0) ::close(handle_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  uint64_t size() const {
    struct stat facts {};
    return handle_ >= 0 && ::fstat(handle_, &facts) == 0
               ? static_cast<uint64_t>(facts.st_size)
               : 0;
  }

  // What is there of [offset, offset + size_bytes).
  std::vector<uint8_t> read(uint64_t offset, uint64_t size_bytes) const {
    const uint64_t end = size();
    if (offset >= end) return {};
    std::vector<uint8_t> bytes(std::min(size_bytes, end - offset));
    size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t count =
          ::pread(handle_, bytes.data() + done, bytes.size() - done,
                  static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      done += static_cast<size_t>(count);
    }
    bytes.resize(done);
    return bytes;
  }

 private:
  int handle_;
};

}  // namespace mote
