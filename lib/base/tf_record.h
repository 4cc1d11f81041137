// TFRecord: TensorFlow's framing of messages in a file. A record is
//
//   length    8 bytes, little-endian
//   checksum  of the length, 4 bytes
//   data      `length` bytes
//   checksum  of the data, 4 bytes
//
// where a checksum is CRC-32C, turned right by 15 bits, plus 0xa282ead8.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mote {

// One record.
std::vector<uint8_t> tf_record(std::string_view data);

// Whether the bytes begin with a record's length and its checksum.
bool starts_with_tf_record(std::span<const uint8_t> bytes);

// Takes the first record off `bytes` and returns its data; none at the end.
// Throws Error, with `name` as its where, for a record that is cut off or whose
// checksums are wrong.
std::optional<std::string_view> take_tf_record(std::span<const uint8_t>& bytes,
                                               const std::string& name);

}  // namespace mote
