#include "device/dsp/log_scale.h"

#include "device/base/bits.h"

namespace mote {
namespace dsp {
namespace {

constexpr uint32_t kLn2 = 45426;  // Q16
constexpr uint32_t kRound = 1 << 15;

// log2 of x > 0, Q16.
inline uint32_t Log2(const uint16_t* deviations, uint32_t x) {
  const int integer = BitLength32(x) - 1;
  const uint32_t fraction =
      (integer < 16 ? x << (16 - integer) : x >> (integer - 16)) & 0xffff;
  const uint32_t segment = fraction >> 9;
  const int32_t low = deviations[segment];
  const int32_t high = deviations[segment + 1];
  const int32_t within = static_cast<int32_t>(fraction & 0x1ff);
  const int32_t deviation = low + (((high - low) * within) >> 16);
  return (static_cast<uint32_t>(integer) << 16) + fraction +
         static_cast<uint32_t>(deviation);
}

}  // namespace

void LogScale(const LogTables& tables, int channels, uint32_t* values) {
  for (int i = 0; i < channels; ++i) {
    const uint32_t x = tables.input_shift < 0 ? values[i] >> -tables.input_shift
                                              : values[i] << tables.input_shift;
    uint32_t result = 0;
    if (x > 1) {
      const uint64_t product =
          static_cast<uint64_t>(kLn2) * Log2(tables.deviations, x);
      const uint32_t ln = static_cast<uint32_t>((product + kRound) >> 16);
      result = ((ln << tables.scale_shift) + kRound) >> 16;
    }
    values[i] = result < 0xffff ? result : 0xffff;
  }
}

}  // namespace dsp
}  // namespace mote
