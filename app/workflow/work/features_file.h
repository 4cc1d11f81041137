// The artifact "features": the rows of many clips in one run of bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/features/feature_block.h"

namespace mote {

// Three little-endian 32-bit numbers (clips, rows, row size), then the int8
// values clip by clip.
std::vector<uint8_t> write_features(const FeatureSet& set);

// Throws Error when the bytes are not what write_features gives.
FeatureSet read_features(const std::vector<uint8_t>& bytes,
                         const std::string& where);

}  // namespace mote
