#include "lib/augment/effects.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lib/augment/interpolate.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

// sound[n] += gain * sound[n - delay]: an echo of echoes. Blocks of `delay`
// samples depend only on what lies before them.
void comb(const float* input, size_t size, size_t delay, float gain,
          float* output) {
  std::copy_n(input, std::min(size, delay), output);
  for (size_t start = delay; start < size; start += delay) {
    const size_t count = std::min(delay, size - start);
    const float* __restrict earlier = output + start - delay;
    const float* __restrict now = input + start;
    float* __restrict out = output + start;
    for (size_t i = 0; i < count; ++i) out[i] = now[i] + gain * earlier[i];
  }
}

void add_delayed(const float* __restrict input, size_t size, size_t delay,
                 float gain, float* __restrict output) {
  for (size_t i = delay; i < size; ++i) output[i] += gain * input[i - delay];
}

// A number from 0 to 1 for each counter of a room.
double draw(uint64_t room, uint64_t counter) {
  return static_cast<double>(mix64(room, counter) >> 11) * 0x1p-53;
}

}  // namespace

void interpolate(std::span<const int16_t> clip, double start, double speed,
                 std::span<float> output) {
  static thread_local std::vector<float> padded;
  padded.assign(clip.size() + 2 * kInterpolateMargin, 0);
  std::copy(clip.begin(), clip.end(), padded.begin() + kInterpolateMargin);
  // The outputs that lie on the clip: 0 <= start + i * speed < size.
  const double size = static_cast<double>(clip.size());
  const auto index = [&](double position) {
    const double i = std::ceil((position - start) / speed);
    return static_cast<size_t>(
        std::clamp(i, 0.0, static_cast<double>(output.size())));
  };
  const size_t first = index(0), last = std::max(first, index(size));
  const double unit = 1 << kPositionBits;
  const double begin = start + static_cast<double>(first) * speed;
  static const InterpolateKernel kernel = interpolate_kernel();
  kernel(padded.data() + kInterpolateMargin, static_cast<int64_t>(begin * unit),
         static_cast<int64_t>(speed * unit), last - first,
         output.data() + first);
  std::fill(output.begin(), output.begin() + static_cast<ptrdiff_t>(first),
            0.0f);
  std::fill(output.begin() + static_cast<ptrdiff_t>(last), output.end(), 0.0f);
}

void tilt(std::span<float> sound, double tilt_db) {
  // 1 - a z^-1: gain 1 - a at 0 Hz, 1 + a at half the rate.
  const double ratio = std::pow(10.0, tilt_db / 20);
  const double a = (ratio - 1) / (ratio + 1);
  const float scale = static_cast<float>(1 / std::sqrt(1 + a * a));
  const float past = static_cast<float>(a) * scale;
  // From the end, so that each sample still finds the one before it.
  for (size_t i = sound.size(); i-- > 1;) {
    sound[i] = scale * sound[i] - past * sound[i - 1];
  }
  if (!sound.empty()) sound[0] *= scale;
}

void reverberate(std::span<float> sound, double decay_samples, double wet,
                 uint64_t room) {
  constexpr int kEchoes = 6, kCombs = 4;
  constexpr double kShortest = 400, kSpread = 700;  // 25 to 69 ms at 16 kHz
  const size_t size = sound.size();
  static thread_local std::vector<float> input, tail, one;
  input.assign(sound.begin(), sound.end());
  tail.assign(size, 0);
  one.resize(size);
  const auto fall = [&](double delay) {
    return std::pow(10.0, -3 * delay / decay_samples);
  };
  uint64_t counter = 0;
  for (int i = 0; i < kEchoes; ++i) {
    const double delay = 20 + 500 * draw(room, counter++);
    const double sign = draw(room, counter++) < 0.5 ? -1 : 1;
    add_delayed(input.data(), size, static_cast<size_t>(delay),
                static_cast<float>(0.5 * wet * sign * fall(delay)),
                sound.data());
  }
  for (int i = 0; i < kCombs; ++i) {
    const double delay =
        kShortest + kSpread * (i + draw(room, counter++)) / kCombs;
    comb(input.data(), size, static_cast<size_t>(delay),
         static_cast<float>(fall(delay)), one.data());
    const double sign = i % 2 == 0 ? 1 : -1;
    // The direct sound is there already: only what comes after it.
    const float gain = static_cast<float>(0.5 * wet * sign * fall(delay));
    add_delayed(one.data(), size, static_cast<size_t>(delay), gain,
                tail.data());
  }
  for (size_t i = 0; i < size; ++i) sound[i] += tail[i];
}

double mean_power(std::span<const float> sound) {
  if (sound.empty()) return 0;
  // Eight sums, so that the order is the same however it is compiled.
  float sums[8] = {};
  const size_t whole = sound.size() / 8 * 8;
  for (size_t i = 0; i < whole; i += 8) {
    for (size_t j = 0; j < 8; ++j) sums[j] += sound[i + j] * sound[i + j];
  }
  double sum = 0;
  for (const float part : sums) sum += part;
  for (size_t i = whole; i < sound.size(); ++i) {
    sum += static_cast<double>(sound[i]) * sound[i];
  }
  return sum / static_cast<double>(sound.size());
}

double mean_power(std::span<const int16_t> sound) {
  if (sound.empty()) return 0;
  int64_t sum = 0;
  for (const int16_t x : sound) sum += int32_t{x} * x;
  return static_cast<double>(sum) / static_cast<double>(sound.size());
}

void mix_in(std::span<float> sound, std::span<const int16_t> noise,
            float gain) {
  const size_t size = std::min(sound.size(), noise.size());
  float* __restrict out = sound.data();
  const int16_t* __restrict in = noise.data();
  for (size_t i = 0; i < size; ++i) out[i] += gain * static_cast<float>(in[i]);
}

void to_int16(std::span<const float> sound, float gain,
              std::span<int16_t> output) {
  const size_t size = std::min(sound.size(), output.size());
  const float* __restrict in = sound.data();
  int16_t* __restrict out = output.data();
  for (size_t i = 0; i < size; ++i) {
    // Added and taken off again, 1.5 * 2^23 leaves the nearest integer. The
    // limits are held in integers, which compilers turn into vectors.
    const float rounded = (gain * in[i] + 12582912.0f) - 12582912.0f;
    int32_t x = static_cast<int32_t>(rounded);
    x = x < -32768 ? -32768 : x;
    x = x > 32767 ? 32767 : x;
    out[i] = static_cast<int16_t>(x);
  }
}

}  // namespace mote
