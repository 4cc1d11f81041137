// What the frames are that a sensor delivers while it is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// What is not known yet is left at its default.
struct LiveFormat {
  std::vector<Axis> axes;
  std::vector<int> frame_shape;  // as Signal's; {}: one value an axis
  double rate_hz = 0;            // declared; 0: to be measured
  std::string type = "float32";  // of the values: type_name() of signal_file.h
  std::string kind = "series";   // of a recording: Sample::kind

  // Values of a frame: axes times places.
  size_t frame_values() const;
  bool operator==(const LiveFormat&) const = default;
};

// Frames that arrived together.
struct Readings {
  int64_t arrived_ns = 0;  // as the chunk that completed them
  SignalValues values;     // whole frames, in the order of Signal
};

// Number of values, whatever their type.
size_t value_count(const SignalValues& values);

// No values, of a type ("int16", "float32", "uint8", "int8"). Throws Error for
// another.
SignalValues no_values(std::string_view type);

}  // namespace mote
