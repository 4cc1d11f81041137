#include "lib/signal/resample.h"

#include <soxr.h>

#include <algorithm>
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

// Missing readings would spread: each is put on the line between those before
// and after it. An axis that has none at all becomes 0.
void fill_gaps(std::vector<float>& values, size_t width) {
  const size_t frames = values.size() / width;
  for (size_t axis = 0; axis < width; ++axis) {
    auto value = [&](size_t t) -> float& { return values[t * width + axis]; };
    size_t next = 0;  // the first reading at or after t
    for (size_t t = 0; t < frames; ++t) {
      next = std::max(next, t);
      while (next < frames && std::isnan(value(next))) ++next;
      if (next == t) continue;
      const bool before = t > 0, after = next < frames;
      const float low = before ? value(t - 1) : after ? value(next) : 0;
      const float high = after ? value(next) : low;
      value(t) = low + (high - low) / static_cast<float>(next - t + 1);
    }
  }
}

// The lines from each axis' first reading to its last. Beyond its ends a signal
// counts as zero, which would let gravity ring; without its line it is zero.
class EndToEndLines {
 public:
  EndToEndLines(const std::vector<float>& values, size_t width)
      : first_(values.begin(), values.begin() + static_cast<long>(width)),
        last_(values.end() - static_cast<long>(width), values.end()) {}

  // Adds `factor` times the lines, stretched over the values.
  void add(float factor, std::vector<float>& values) const {
    const size_t width = first_.size(), frames = values.size() / width;
    for (size_t t = 0; t < frames; ++t) {
      const float part = static_cast<float>(t) /
                         static_cast<float>(std::max<size_t>(frames - 1, 1));
      for (size_t a = 0; a < width; ++a) {
        values[t * width + a] +=
            factor * (first_[a] + (last_[a] - first_[a]) * part);
      }
    }
  }

 private:
  std::vector<float> first_, last_;
};

std::vector<float> convert_readings(std::vector<float> values, size_t width,
                                    double from_hz, double to_hz) {
  if (values.empty()) return values;
  fill_gaps(values, width);
  const EndToEndLines lines(values, width);
  lines.add(-1, values);
  auto result = convert(values, values.size() / width, width, from_hz, to_hz);
  lines.add(1, result);
  return result;
}

}  // namespace

Signal resample(const Signal& signal, double rate_hz) {
  if (!(rate_hz > 0) || !(signal.rate_hz > 0)) {
    throw Error("a rate must be positive to resample", "", "");
  }
  if (rate_hz == signal.rate_hz) return signal;
  const size_t width = signal.axis_count() * signal.place_count();
  Signal result{rate_hz, signal.axes, {}, signal.frame_shape};
  if (const auto* audio = std::get_if<std::vector<int16_t>>(&signal.samples)) {
    result.samples =
        convert(*audio, signal.frame_count(), width, signal.rate_hz, rate_hz);
    return result;
  }
  result.samples =
      convert_readings(std::get<std::vector<float>>(as_float(signal).samples),
                       width, signal.rate_hz, rate_hz);
  return result;
}

}  // namespace mote
