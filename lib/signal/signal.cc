#include "lib/signal/signal.h"

#include "lib/base/error.h"

namespace mote {

size_t Signal::place_count() const {
  size_t places = 1;
  for (int extent : frame_shape) places *= static_cast<size_t>(extent);
  return places;
}

size_t Signal::frame_count() const {
  const size_t frame_size = axes.size() * place_count();
  if (frame_size == 0) return 0;
  return std::visit([](const auto& values) { return values.size(); }, samples) /
         frame_size;
}

double Signal::seconds() const {
  return rate_hz > 0 ? static_cast<double>(frame_count()) / rate_hz : 0;
}

const std::vector<int16_t>& Signal::int16_samples() const {
  if (const auto* values = std::get_if<std::vector<int16_t>>(&samples)) {
    return *values;
  }
  throw Error("the signal is no 16-bit audio");
}

Signal mono_audio(double rate_hz, std::vector<int16_t> samples) {
  return {rate_hz, {{"audio", ""}}, std::move(samples)};
}

Signal as_float(const Signal& signal) {
  Signal result{signal.rate_hz, signal.axes, {}, signal.frame_shape};
  std::visit(
      [&](const auto& values) {
        result.samples = std::vector<float>(values.begin(), values.end());
      },
      signal.samples);
  return result;
}

}  // namespace mote
