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
// A pack is never changed once it has its name.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
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

// The index of a pack; empty when the file is damaged there.
std::vector<PackEntry> read_pack_index(const std::filesystem::path& pack);

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
