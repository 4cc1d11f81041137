#include "lib/store/pack.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/text.h"
#include "lib/store/growing_pack.h"
#include "lib/store/pack_bytes.h"

namespace mote {
namespace {

constexpr std::string_view kMagic = "motepak1";
constexpr size_t kFooterBytes = 56;

// The index at the end; empty when the file is damaged there.
std::vector<PackEntry> read_whole_index(const OpenFile& file) {
  const uint64_t size = file.size();
  if (size < kMagic.size() + kFooterBytes) return {};
  const auto footer = file.read(size - kFooterBytes, kFooterBytes);
  if (footer.size() != kFooterBytes ||
      std::memcmp(&footer[48], kMagic.data(), kMagic.size()) != 0) {
    return {};
  }
  const uint64_t offset = read_number(&footer[0]);
  const uint64_t count = read_number(&footer[8]);
  if (offset > size || count > (size - offset) / kPackEntryBytes) return {};
  const auto index = file.read(offset, count * kPackEntryBytes);
  const Digest digest = digest_of_name(sha256(index));
  if (std::memcmp(&footer[16], digest.data(), digest.size()) != 0) return {};
  std::vector<PackEntry> entries(count);
  for (size_t i = 0; i < count; ++i) {
    entries[i] = read_entry(&index[i * kPackEntryBytes]);
  }
  return entries;
}

int digit_value(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

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

void append_entry(std::vector<uint8_t>& bytes, const PackEntry& entry) {
  append_bytes(bytes, entry.digest);
  append_number(bytes, entry.offset);
  append_number(bytes, entry.size_bytes);
}

PackEntry read_entry(const uint8_t* bytes) {
  PackEntry entry;
  std::memcpy(entry.digest.data(), bytes, entry.digest.size());
  entry.offset = read_number(bytes + 32);
  entry.size_bytes = read_number(bytes + 40);
  return entry;
}

PackIndex read_pack_index(const fs::path& pack) {
  const OpenFile file(pack);
  const auto magic = file.read(0, kMagic.size());
  if (std::ranges::equal(magic, as_bytes(kGrowingMagic))) {
    return {read_groups(file), true};
  }
  return {read_whole_index(file), false};
}

std::vector<uint8_t> read_packed(const fs::path& pack, const PackEntry& entry) {
  return OpenFile(pack).read(entry.offset, entry.size_bytes);
}

fs::path new_pack(const fs::path& folder,
                  const std::function<bool(const fs::path&)>& make) {
  size_t number = 1;
  for (const auto& entry : fs::directory_iterator(folder)) {
    number = std::max<size_t>(
        number, std::strtoul(entry.path().stem().c_str(), nullptr, 10) + 1);
  }
  while (true) {
    const fs::path pack = folder / fmt::format("{:08}.pack", number++);
    if (make(pack)) return pack;
    if (errno != EEXIST) throw_file_error("cannot be stored", pack);
  }
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
  for (const PackEntry& entry : entries_) append_entry(end, entry);
  const Digest digest = digest_of_name(sha256(end));
  append_number(end, file_.size_bytes());
  append_number(end, entries_.size());
  append_bytes(end, digest);
  append_bytes(end, as_bytes(kMagic));
  file_.write(end);
  file_.sync();
  create_folder(folder);
  const fs::path pack = new_pack(folder, [&](const fs::path& file) {
    return ::link(file_.path().c_str(), file.c_str()) == 0;
  });
  sync_folder(folder);
  return pack;
}

}  // namespace mote
