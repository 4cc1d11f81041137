#include "lib/features/mono_samples.h"

#include <fmt/format.h>

#include "lib/base/error.h"
#include "lib/signal/resample.h"

namespace mote {

std::vector<int16_t> mono_samples(const Signal& signal, double rate_hz,
                                  const std::string& where) {
  if (signal.axis_count() != 1 ||
      !std::holds_alternative<std::vector<int16_t>>(signal.samples)) {
    throw Error(fmt::format("these features take 16-bit sound of one channel, "
                            "this has {} axes",
                            signal.axis_count()),
                where, "Collect it as mono audio, or choose another block.");
  }
  if (signal.rate_hz == rate_hz) return signal.int16_samples();
  return resample(signal, rate_hz).int16_samples();
}

}  // namespace mote
