#include "stages/collect/synthesize/place_in_clip.h"

#include <algorithm>
#include <cmath>

#include "lib/base/hash.h"
#include "lib/signal/resample.h"

namespace mote {
namespace {

constexpr size_t kStepFrames = 160;        // 10 ms
constexpr double kHeardRatio = 1e-4;       // -40 dB of the loudest, as power
constexpr size_t kMarginFrames = 320;      // 20 ms kept on both sides
constexpr int kLargestShiftFrames = 1600;  // 100 ms

double unit(uint64_t seed, uint64_t counter) {
  return static_cast<double>(mix64(seed, counter) >> 11) * 0x1p-53;
}

std::vector<double> step_powers(const std::vector<int16_t>& samples) {
  std::vector<double> powers((samples.size() + kStepFrames - 1) / kStepFrames);
  for (size_t t = 0; t < samples.size(); ++t) {
    powers[t / kStepFrames] += double{1} * samples[t] * samples[t];
  }
  return powers;
}

// A faint low-passed noise: what is heard of a quiet room.
class RoomNoise {
 public:
  RoomNoise(double level, uint64_t seed) : level_(level), seed_(seed) {}
  double next() {
    const double white = 2 * unit(seed_, counter_++) - 1;
    low_ += 0.3 * (white - low_);
    return level_ * (0.5 * white + low_);
  }

 private:
  double level_, low_ = 0;
  uint64_t seed_, counter_ = 0;
};

int16_t to_int16(double value) {
  return static_cast<int16_t>(std::lrint(std::clamp(value, -32768., 32767.)));
}

}  // namespace

std::pair<size_t, size_t> heard_part(const Signal& signal) {
  const auto powers = step_powers(signal.int16_samples());
  if (powers.empty()) return {0, 0};
  const double threshold =
      kHeardRatio * *std::max_element(powers.begin(), powers.end());
  const auto heard = [&](double power) { return power > threshold; };
  const auto first = std::find_if(powers.begin(), powers.end(), heard);
  const auto last = std::find_if(powers.rbegin(), powers.rend(), heard);
  const size_t start = static_cast<size_t>(first - powers.begin());
  const size_t end = static_cast<size_t>(powers.rend() - last);
  if (end <= start) return {0, 0};
  return {start * kStepFrames,
          std::min(end * kStepFrames, signal.frame_count())};
}

Signal place_in_clip(const Signal& speech, uint64_t seed) {
  const Signal at_rate = resample(speech, kClipRate_hz);
  const auto& samples = at_rate.int16_samples();
  auto [start, end] = heard_part(at_rate);
  start -= std::min(start, kMarginFrames);
  end = std::min(end + kMarginFrames, samples.size());
  const size_t heard = end - start;
  const size_t frames = std::max(kClipFrames, heard);

  const size_t room = frames - heard;
  const auto wish = static_cast<long>(room / 2) +
                    std::lrint((2 * unit(seed, 10) - 1) * kLargestShiftFrames);
  const auto at =
      static_cast<size_t>(std::clamp(wish, 0L, static_cast<long>(room)));

  int peak = 1;
  for (size_t t = start; t < end; ++t) {
    peak = std::max(peak, std::abs(int{samples[t]}));
  }
  // Peaks from -20 to -2 dB of full scale, noise 30 to 55 dB below them.
  const double level = 32767 * std::pow(10, (-20 + 18 * unit(seed, 11)) / 20);
  RoomNoise noise(level * std::pow(10, (-55 + 25 * unit(seed, 12)) / 20),
                  mix64(seed, 13));
  std::vector<int16_t> clip(frames);
  for (size_t t = 0; t < frames; ++t) {
    const bool inside = t >= at && t < at + heard;
    const double value = inside ? samples[start + t - at] * level / peak : 0;
    clip[t] = to_int16(value + noise.next());
  }
  return mono_audio(kClipRate_hz, std::move(clip));
}

}  // namespace mote
