// What a sensor delivers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace mote {

struct Axis {
  std::string name;  // "audio", "x", "range_bin_3"
  std::string unit;  // "" (full scale = 1), "m/s2", "deg C"

  bool operator==(const Axis&) const = default;
};

// Samples at a constant rate, frame by frame: sample t of axis a is at
// [t * axes.size() + a]. int16 audio has full scale 32,768.
struct Signal {
  double rate_hz = 0;
  std::vector<Axis> axes;
  std::variant<std::vector<int16_t>, std::vector<float>> samples;

  size_t axis_count() const { return axes.size(); }
  size_t frame_count() const;
  double seconds() const;

  // The samples of a signal that is int16 (audio as stored). Throws Error for
  // float signals.
  const std::vector<int16_t>& int16_samples() const;
};

// One axis, int16: what microphones give.
Signal mono_audio(double rate_hz, std::vector<int16_t> samples);

}  // namespace mote
