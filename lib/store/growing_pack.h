// A pack that grows: what comes in small groups, each of which is to be safe
// at once, costs one sync a group and no file of its own.
//
//   "motepak2"                                             8 bytes
//   groups, one after another:
//     "motegrp2", number of objects                        16 bytes
//     for each object its SHA-256 (32 bytes), offset and size
//     SHA-256 of the group so far                          32 bytes
//     the objects
//
// Offsets count from the file's start. The first group that is not whole ends
// the file: its writer was killed, or is writing it. Only the process that
// made a growing pack appends to it; it is a pack like any other afterwards.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/store/pack.h"

namespace mote {

inline constexpr std::string_view kGrowingMagic = "motepak2";

class OpenFile;

// The entries of all whole groups.
std::vector<PackEntry> read_groups(const OpenFile& file);

class GrowingPack {
 public:
  // Makes a new one in `folder`.
  explicit GrowingPack(const std::filesystem::path& folder);
  ~GrowingPack();
  GrowingPack(const GrowingPack&) = delete;
  GrowingPack& operator=(const GrowingPack&) = delete;

  using Object = std::pair<Digest, std::span<const uint8_t>>;
  // Appends a group and syncs it: when it returns, the objects survive a crash
  // and a power cut. Throws Error, and the next group takes their place.
  std::vector<PackEntry> append(std::span<const Object> objects);

  // False once the file was removed, its objects having moved to another, or
  // could not be synced: nobody knows then what of it is on the disk.
  bool is_usable() const;
  uint64_t size_bytes() const { return end_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int handle_ = -1;
  uint64_t end_ = 0;
  bool failed_ = false;
};

}  // namespace mote
