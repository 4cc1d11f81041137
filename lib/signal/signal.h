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

using SignalValues = std::variant<std::vector<int16_t>, std::vector<float>,
                                  std::vector<uint8_t>, std::vector<int8_t>>;

// Frames at a constant rate. A frame holds one value an axis (of a microphone
// one, of an accelerometer three) or, with a frame_shape, a grid of them: {24,
// 32} of a thermal camera with one axis, {height, width} of a picture with
// three, {16, 6} (sweeps, distances) of a radar with two. The value of axis a
// at place p of the grid, counted row by row, in frame t is at
// [(t * place_count() + p) * axes.size() + a].
//
// int16 audio has full scale 32,768; pictures are uint8. A float that is not a
// number is a reading that is missing.
struct Signal {
  double rate_hz = 0;  // 0: a single frame, or nobody said
  std::vector<Axis> axes;
  SignalValues samples;
  std::vector<int> frame_shape = {};  // {}: one place

  size_t axis_count() const { return axes.size(); }
  size_t place_count() const;
  size_t frame_count() const;
  double seconds() const;

  // The samples of a signal that is int16 (audio as stored). Throws Error for
  // other signals.
  const std::vector<int16_t>& int16_samples() const;
};

// One axis, int16: what microphones give.
Signal mono_audio(double rate_hz, std::vector<int16_t> samples);

// The signal with its values as float, unchanged in size.
Signal as_float(const Signal& signal);

}  // namespace mote
