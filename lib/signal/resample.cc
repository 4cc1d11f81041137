#include "lib/signal/resample.h"

#include <soxr.h>

#include <cmath>

#include "lib/base/error.h"

namespace mote {
namespace {

template <class Value>
std::vector<Value> convert(const std::vector<Value>& input, size_t frames,
                           size_t axes, double from_hz, double to_hz) {
  constexpr bool kIsInt16 = std::is_same_v<Value, int16_t>;
  const auto type = kIsInt16 ? SOXR_INT16_I : SOXR_FLOAT32_I;
  soxr_io_spec_t format = soxr_io_spec(type, type);
  // Without dither, so that the same sound gives the same bits.
  format.flags = SOXR_NO_DITHER;
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
  const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  const auto out_frames = static_cast<size_t>(
      std::llround(static_cast<double>(frames) * to_hz / from_hz));
  std::vector<Value> output(out_frames * axes);
  size_t consumed = 0, produced = 0;
  const soxr_error_t error =
      soxr_oneshot(from_hz, to_hz, static_cast<unsigned>(axes), input.data(),
                   frames, &consumed, output.data(), out_frames, &produced,
                   &format, &quality, &runtime);
  if (error != nullptr) {
    throw Error(std::string("resampling failed: ") + soxr_strerror(error));
  }
  // Rounding may leave the last frame unfilled: it stays silent.
  return output;
}

}  // namespace

Signal resample(const Signal& signal, double rate_hz) {
  if (!(rate_hz > 0) || !(signal.rate_hz > 0)) {
    throw Error("a rate must be positive to resample", "", "");
  }
  if (rate_hz == signal.rate_hz) return signal;
  Signal result{rate_hz, signal.axes, {}};
  std::visit(
      [&](const auto& values) {
        result.samples = convert(values, signal.frame_count(),
                                 signal.axis_count(), signal.rate_hz, rate_hz);
      },
      signal.samples);
  return result;
}

}  // namespace mote
