// The constant tables of the micro frontend, computed once on the host.
#pragma once

#include <cstdint>
#include <vector>

#include "device/dsp/micro_frontend.h"
#include "lib/features/micro_frontend/settings.h"

namespace mote {

// The arrays behind dsp::MicroFrontendTables. The formulas, their float
// precision included, are those of TensorFlow Lite Micro
// (python/tflite_micro/signal/ops and
// tensorflow/lite/experimental/microfrontend/lib), so that the integers are.
struct MicroFrontendArrays {
  std::vector<int16_t> window;
  std::vector<uint16_t> order;
  std::vector<uint32_t> twiddles, real_twiddles;
  int first_bin = 0;
  std::vector<uint8_t> widths;
  std::vector<uint16_t> weights, unweights;
  std::vector<int16_t> gains;
  std::vector<uint16_t> log_deviations;

  explicit MicroFrontendArrays(const MicroFrontendSettings& settings);
};

// The channel whose centre is at `hz`, as a position in a row: 0.5 is the
// middle of channel 0.
double channel_of(const MicroFrontendSettings& settings, double hz);

// Points into `arrays`, which must outlive it.
dsp::MicroFrontendTables make_tables(const MicroFrontendSettings& settings,
                                     const MicroFrontendArrays& arrays);

}  // namespace mote
