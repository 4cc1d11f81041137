// Tables of device/dsp that depend on nothing but a size.
#pragma once

#include <cstdint>
#include <vector>

namespace mote {

// The arrays behind dsp::FftTables.
struct FftArrays {
  std::vector<uint16_t> order;
  std::vector<uint32_t> twiddles, real_twiddles;
};

// For `points` complex points, a power of two from 8 to 1024.
FftArrays make_fft_arrays(int points);

// dsp::LogTables::deviations.
std::vector<uint16_t> log_deviations();

}  // namespace mote
