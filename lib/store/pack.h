// A pack: many objects in one file, because making a file an object costs more
// than writing it.
//
//   "motepak1"                                             8 bytes
//   the objects, one after another
//   index: for each object its SHA-256 (32 bytes), offset and size
//   footer: offset of the index, number of objects, SHA-256 of the index,
//           "motepak1"                                     56 bytes
//
// Numbers are 64 bits, little-endian; offsets count from the file's start.
// A pack is never changed once it has its name. (growing_pack.h has those that
// are appended to.)
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/incoming_file.h"

namespace mote {

using Digest = std::array<uint8_t, 32>;

// The digest that 64 hexadecimal digits name, and back.
Digest digest_of_name(std::string_view name);
std::string name_of_digest(const Digest& digest);

struct PackEntry {
  Digest digest;
  uint64_t offset = 0;
  uint64_t size_bytes = 0;
};

// As 48 bytes of an index, and back.
void append_entry(std::vector<uint8_t>& bytes, const PackEntry& entry);
PackEntry read_entry(const uint8_t* bytes);

struct PackIndex {
  std::vector<PackEntry> entries;
  bool grows = false;  // what stands in it may not be synced yet
};

// The index of a pack of either kind; without entries when the file is damaged
// there.
PackIndex read_pack_index(const std::filesystem::path& pack);

// The first free number in `folder` as the name of a pack, for which `make`
// makes the file; it returns false, with errno, where it cannot. EEXIST: the
// next number is tried. Throws Error.
std::filesystem::path new_pack(
    const std::filesystem::path& folder,
    const std::function<bool(const std::filesystem::path&)>& make);

// The bytes of an entry, fewer where the file ends too early.
std::vector<uint8_t> read_packed(const std::filesystem::path& pack,
                                 const PackEntry& entry);

// Writes a pack aside, in a file of the folder `incoming`.
class PackWriter {
 public:
  explicit PackWriter(const std::filesystem::path& incoming)
      : file_(incoming) {}

  bool empty() const { return entries_.empty(); }
  // Once a digest; further ones are passed over. Safe from many threads.
  void add(const Digest& digest, std::span<const uint8_t> bytes);
  // Syncs, and names the pack in `folder` by the next free number. Returns its
  // path.
  std::filesystem::path finish(const std::filesystem::path& folder);

 private:
  IncomingFile file_;
  std::mutex mutex_;
  std::vector<PackEntry> entries_;
  std::set<Digest> digests_;
};

}  // namespace mote
