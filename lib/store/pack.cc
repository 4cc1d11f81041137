#include "lib/store/pack.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/text.h"

namespace mote {
namespace {

constexpr std::string_view kMagic = "motepak1";
constexpr size_t kEntryBytes = 48;
constexpr size_t kFooterBytes = 56;

uint64_t read_number(const uint8_t* bytes) {
  uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | bytes[i];
  return value;
}

void append_number(std::vector<uint8_t>& bytes, uint64_t value) {
  for (int i = 0; i < 8; ++i) {
    bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
  }
}

void append_bytes(std::vector<uint8_t>& bytes, std::span<const uint8_t> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

int digit_value(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

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

// Gives the file the first free number in `folder`.
fs::path name_by_number(const fs::path& file, const fs::path& folder) {
  size_t number = 1;
  for (const auto& entry : fs::directory_iterator(folder)) {
    number = std::max<size_t>(
        number, std::strtoul(entry.path().stem().c_str(), nullptr, 10) + 1);
  }
  while (true) {
    const fs::path pack = folder / fmt::format("{:08}.pack", number++);
    if (::link(file.c_str(), pack.c_str()) == 0) return pack;
    if (errno != EEXIST) throw_file_error("cannot be stored", pack);
  }
}

}  // namespace

Digest digest_of_name(std::string_view name) {
  Digest digest;
  for (size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<uint8_t>(digit_value(name[2 * i]) << 4 |
                                     digit_value(name[2 * i + 1]));
  }
  return digest;
}

std::string name_of_digest(const Digest& digest) {
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

std::vector<PackEntry> read_pack_index(const fs::path& pack) {
  const OpenFile file(pack);
  const uint64_t size = file.size();
  if (size < kMagic.size() + kFooterBytes) return {};
  const auto footer = file.read(size - kFooterBytes, kFooterBytes);
  if (footer.size() != kFooterBytes ||
      std::memcmp(&footer[48], kMagic.data(), kMagic.size()) != 0) {
    return {};
  }
  const uint64_t offset = read_number(&footer[0]);
  const uint64_t count = read_number(&footer[8]);
  if (offset > size || count > (size - offset) / kEntryBytes) return {};
  const auto index = file.read(offset, count * kEntryBytes);
  const Digest digest = digest_of_name(sha256(index));
  if (std::memcmp(&footer[16], digest.data(), digest.size()) != 0) return {};
  std::vector<PackEntry> entries(count);
  for (size_t i = 0; i < count; ++i) {
    const uint8_t* at = &index[i * kEntryBytes];
    std::memcpy(entries[i].digest.data(), at, entries[i].digest.size());
    entries[i].offset = read_number(at + 32);
    entries[i].size_bytes = read_number(at + 40);
  }
  return entries;
}

std::vector<uint8_t> read_packed(const fs::path& pack, const PackEntry& entry) {
  return OpenFile(pack).read(entry.offset, entry.size_bytes);
}

void PackWriter::add(const Digest& digest, std::span<const uint8_t> bytes) {
  std::lock_guard guard(mutex_);
  if (!digests_.insert(digest).second) return;
  if (file_.size_bytes() == 0) file_.write(as_bytes(kMagic));
  entries_.push_back({digest, file_.size_bytes(), bytes.size()});
  file_.write(bytes);
}

fs::path PackWriter::finish(const fs::path& folder) {
  std::lock_guard guard(mutex_);
  std::vector<uint8_t> end;
  for (const PackEntry& entry : entries_) {
    append_bytes(end, entry.digest);
    append_number(end, entry.offset);
    append_number(end, entry.size_bytes);
  }
  const Digest digest = digest_of_name(sha256(end));
  append_number(end, file_.size_bytes());
  append_number(end, entries_.size());
  append_bytes(end, digest);
  append_bytes(end, as_bytes(kMagic));
  file_.write(end);
  file_.sync();
  create_folder(folder);
  const fs::path pack = name_by_number(file_.path(), folder);
  sync_folder(folder);
  return pack;
}

}  // namespace mote
