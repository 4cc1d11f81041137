// Tables of device/dsp/real_fft.h, and how they read in firmware.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "device/dsp/real_fft.h"
#include "lib/features/feature_block.h"

namespace mote {

class RealFftArrays {
 public:
  // Throws Error unless points is a power of two from 8 to 32,768.
  explicit RealFftArrays(int points);

  // Points into this object.
  dsp::RealFftTables tables() const;

  // The constants `prefix`Order, ...Twiddles, ...Untwiddles and, last, the
  // RealFftTables `prefix`Fft of them.
  std::vector<FeatureConstant> constants(const std::string& prefix) const;

  // Of one transform on a Cortex-M4F, estimated.
  int64_t instructions() const;

 private:
  int points_;
  std::vector<uint16_t> order_;
  std::vector<float> twiddles_, untwiddles_;
};

}  // namespace mote
