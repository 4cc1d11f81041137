// Files out of an archive (tar, zip ..., compressed or not), by libarchive.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace mote {

struct ArchivedFile {
  std::string name;  // "left/0a7c_nohash_0.wav"
  std::vector<uint8_t> bytes;
};

// Calls `take` for each regular file that `wants` by its name, in the order of
// the archive, until it returns false; nothing is written to disk, and links
// are passed over. Throws Error for what is no archive, or is damaged; for
// names and links that would lead out of a folder (absolute, ".."); for a file
// of more than 512 MiB; and for what unpacks to more than 256 MiB and 200
// times its size.
void read_archive(const std::filesystem::path& archive,
                  const std::function<bool(const std::string& name)>& wants,
                  const std::function<bool(ArchivedFile)>& take);
// The same of an archive in memory, called `name` in errors.
void read_archive(std::span<const uint8_t> archive, const std::string& name,
                  const std::function<bool(const std::string& name)>& wants,
                  const std::function<bool(ArchivedFile)>& take);

}  // namespace mote
