// From samples to energies.
#include "device/base/bits.h"
#include "device/base/packed16.h"
#include "device/dsp/fft.h"
#include "device/nn/requantize.h"
#include "device/nn/signal/signal.h"

namespace mote {
namespace nn {
namespace reference {

void SignalWindow(const SignalWindowParams& p, const int16_t* input,
                  const int16_t* weights, int16_t* output,
                  int8_t* /*scratch*/) {
  for (int32_t frame = 0; frame < p.frames; ++frame) {
    for (int32_t i = 0; i < p.frame_size; ++i) {
      const int32_t product = (*input++ * weights[i]) >> p.shift;
      *output++ =
          static_cast<int16_t>(Clamp<int32_t>(product, INT16_MIN, INT16_MAX));
    }
  }
}

void FftAutoScale(const FftAutoScaleParams& p, const int16_t* input,
                  int16_t* output, int32_t* scale_bits, int8_t* /*scratch*/) {
  // In 16 bits, as TensorFlow Lite Micro keeps it: the magnitude of -32768 is
  // -32768 there, and the bits of zero count as 32.
  int16_t largest = 0;
  for (int32_t i = 0; i < p.size; ++i) {
    if (input[i] > largest) {
      largest = input[i];
    } else if (-input[i] > largest) {
      largest = static_cast<int16_t>(-input[i]);
    }
  }
  const int32_t bits =
      largest == 0 ? 32 : BitLength32(static_cast<uint32_t>(largest));
  const int32_t shift = bits >= 15 ? 0 : 15 - bits;
  for (int32_t i = 0; i < p.size; ++i) {
    output[i] = static_cast<int16_t>(input[i] * (1 << shift));
  }
  *scale_bits = shift;
}

void Rfft(const RfftParams& p, const int16_t* input, int16_t* output,
          int8_t* /*scratch*/) {
  const dsp::FftTables tables = {static_cast<uint16_t>(p.points), p.order,
                                 p.twiddles, p.real_twiddles};
  uint32_t* work = reinterpret_cast<uint32_t*>(output);
  for (int32_t frame = 0; frame < p.frames; ++frame) {
    for (int32_t n = 0; n < p.points; ++n) {
      const int32_t even = 2 * n, odd = 2 * n + 1;
      work[p.order[n]] = Pack16(even < p.frame_size ? input[even] : 0,
                                odd < p.frame_size ? input[odd] : 0);
    }
    dsp::RealFft(tables, 0, work);
    input += p.frame_size;
    work += p.points + 1;
  }
}

void SignalEnergy(const SignalEnergyParams& p, const int16_t* input,
                  uint32_t* output, int8_t* /*scratch*/) {
  for (int32_t i = 0; i < p.bins; ++i) {
    const bool wanted = i >= p.start && i < p.end;
    output[i] =
        wanted ? EnergyPacked(Pack16(input[2 * i], input[2 * i + 1])) : 0;
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
