#include "app/workflow/work/features_file.h"

#include <cstring>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr size_t kHeader = 12;

void put_number(std::vector<uint8_t>& bytes, uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) {
    bytes.push_back(static_cast<uint8_t>(number >> shift));
  }
}

uint32_t get_number(const std::vector<uint8_t>& bytes, size_t at) {
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) {
    number |= uint32_t{bytes[at + i]} << (8 * i);
  }
  return number;
}

}  // namespace

std::vector<uint8_t> write_features(const FeatureSet& set) {
  std::vector<uint8_t> bytes;
  put_number(bytes, static_cast<uint32_t>(set.features.size()));
  put_number(bytes, static_cast<uint32_t>(set.rows));
  put_number(bytes, static_cast<uint32_t>(set.row_size));
  for (const std::vector<int8_t>& clip : set.features) {
    const auto* values = reinterpret_cast<const uint8_t*>(clip.data());
    bytes.insert(bytes.end(), values, values + clip.size());
  }
  return bytes;
}

FeatureSet read_features(const std::vector<uint8_t>& bytes,
                         const std::string& where) {
  FeatureSet set;
  const uint64_t clips = bytes.size() < kHeader ? 0 : get_number(bytes, 0);
  if (bytes.size() >= kHeader) {
    set.rows = static_cast<int>(get_number(bytes, 4));
    set.row_size = static_cast<int>(get_number(bytes, 8));
  }
  const uint64_t size = uint64_t(set.rows) * uint64_t(set.row_size);
  if (bytes.size() < kHeader || bytes.size() != kHeader + clips * size) {
    throw Error("the stored features are cut or changed", where,
                "Make them again: mote run.");
  }
  for (uint64_t i = 0; i < clips; ++i) {
    std::vector<int8_t>& clip = set.features.emplace_back(size);
    std::memcpy(clip.data(), bytes.data() + kHeader + i * size, size);
  }
  return set;
}

}  // namespace mote
