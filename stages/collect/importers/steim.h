// Steim's packing of seismograms: differences in as few bits as they need.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mote {

// `count` samples from frames of 64 bytes, Steim 1 or (`second`) 2, after the
// SEED Manual 2.4, appendix B. Throws Error, with `name` as its where, for too
// few differences, codes that do not exist, and a last sample that differs
// from the one that the data names for a check.
std::vector<double> decode_steim(std::span<const uint8_t> data, size_t count,
                                 bool second, bool big_endian,
                                 const std::string& name);

}  // namespace mote
