// ZIP archives in memory.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace mote {

using ArchiveFiles = std::map<std::string, std::vector<uint8_t>>;

// Stored without compression, in the order of names, dated 1980: equal files
// give equal bytes.
std::vector<uint8_t> write_zip(const ArchiveFiles& files);

// Every file of the archive. Throws Error (where = `where`) for bytes that are
// no ZIP archive, are cut, or fail a checksum, and for more than `limit_bytes`
// of content.
ArchiveFiles read_zip(std::span<const uint8_t> bytes, const std::string& where,
                      size_t limit_bytes);

}  // namespace mote
