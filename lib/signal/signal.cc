#include "lib/signal/signal.h"

#include "lib/base/error.h"

namespace mote {

size_t Signal::frame_count() const {
  if (axes.empty()) return 0;
  return std::visit([](const auto& values) { return values.size(); }, samples) /
         axes.size();
}

double Signal::seconds() const {
  return rate_hz > 0 ? static_cast<double>(frame_count()) / rate_hz : 0;
}

const std::vector<int16_t>& Signal::int16_samples() const {
  if (const auto* values = std::get_if<std::vector<int16_t>>(&samples)) {
    return *values;
  }
  throw Error("the signal holds floats where 16-bit audio is needed");
}

Signal mono_audio(double rate_hz, std::vector<int16_t> samples) {
  return {rate_hz, {{"audio", ""}}, std::move(samples)};
}

}  // namespace mote
