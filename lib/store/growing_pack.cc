#include "lib/store/growing_pack.h"

#include <cstring>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/text.h"
#include "lib/store/pack_bytes.h"

namespace mote {
namespace {

constexpr std::string_view kGroupMagic = "motegrp2";
constexpr size_t kGroupHeadBytes = 16;
constexpr size_t kDigestBytes = 32;

Digest digest_of(std::span<const uint8_t> bytes) {
  return digest_of_name(sha256(bytes));
}

// The entries of the group at `at`, which moves behind it; none when it is not
// whole.
std::vector<PackEntry> read_group(const OpenFile& file, uint64_t& at) {
  const uint64_t size = file.size();
  auto head = file.read(at, kGroupHeadBytes);
  if (head.size() != kGroupHeadBytes ||
      std::memcmp(head.data(), kGroupMagic.data(), kGroupMagic.size()) != 0) {
    return {};
  }
  const uint64_t count = read_number(&head[8]);
  if (count > (size - at) / kPackEntryBytes) return {};
  const uint64_t index_bytes = count * kPackEntryBytes;
  append_bytes(head, file.read(at + kGroupHeadBytes, index_bytes));
  const auto digest =
      file.read(at + kGroupHeadBytes + index_bytes, kDigestBytes);
  if (!std::ranges::equal(digest, digest_of(head))) return {};
  uint64_t end = at + kGroupHeadBytes + index_bytes + kDigestBytes;
  std::vector<PackEntry> entries;
  for (size_t i = 0; i < count; ++i) {
    entries.push_back(read_entry(&head[kGroupHeadBytes + i * kPackEntryBytes]));
    const PackEntry& entry = entries.back();
    if (entry.offset != end || entry.size_bytes > size - end) return {};
    end += entry.size_bytes;
  }
  at = end;
  return entries;
}

void write_at(int handle, uint64_t offset, std::span<const uint8_t> bytes,
              const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(handle, bytes.data(), bytes.size(),
                                   static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_file_error("cannot be written", path);
    offset += static_cast<uint64_t>(count);
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
}

}  // namespace

std::vector<PackEntry> read_groups(const OpenFile& file) {
  std::vector<PackEntry> all;
  uint64_t at = kGrowingMagic.size();
  while (true) {
    const auto entries = read_group(file, at);
    if (entries.empty()) return all;
    all.insert(all.end(), entries.begin(), entries.end());
  }
}

GrowingPack::GrowingPack(const fs::path& folder) {
  create_folder(folder);
  path_ = new_pack(folder, [&](const fs::path& file) {
    handle_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    return handle_ >= 0;
  });
  try {
    write_at(handle_, 0, as_bytes(kGrowingMagic), path_);
  } catch (...) {
    ::unlink(path_.c_str());
    ::close(handle_);
    throw;
  }
  end_ = kGrowingMagic.size();
  sync_folder(folder);
}

GrowingPack::~GrowingPack() { ::close(handle_); }

bool GrowingPack::is_usable() const {
  struct stat facts {};
  return !failed_ && ::fstat(handle_, &facts) == 0 && facts.st_nlink > 0;
}

std::vector<PackEntry> GrowingPack::append(std::span<const Object> objects) {
  std::vector<uint8_t> group;
  append_bytes(group, as_bytes(kGroupMagic));
  append_number(group, objects.size());
  std::vector<PackEntry> entries;
  uint64_t offset =
      end_ + kGroupHeadBytes + objects.size() * kPackEntryBytes + kDigestBytes;
  for (const auto& [digest, bytes] : objects) {
    entries.push_back({digest, offset, bytes.size()});
    append_entry(group, entries.back());
    offset += bytes.size();
  }
  append_bytes(group, digest_of(group));
  for (const auto& [digest, bytes] : objects) append_bytes(group, bytes);
  write_at(handle_, end_, group, path_);
  if (::fdatasync(handle_) != 0) {
    failed_ = true;
    throw_file_error("cannot be synced", path_);
  }
  end_ = offset;
  return entries;
}

}  // namespace mote
