// What a sensor's stream says of itself: the description frame of
// docs/sensor_stream.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "device/stream/encoder.h"
#include "lib/signal/signal.h"

namespace mote {

struct StreamDescription {
  std::string device;
  double rate_hz = 0;  // 0: none
  std::vector<Axis> axes;
  std::vector<int> frame_shape;
  stream::Type type = stream::Type::kInt16;
  std::vector<double> scale, offset;  // of each axis
  uint16_t tag = 0;                   // what data frames of this stream carry
  bool first = false;                 // value 0 comes next

  size_t values_a_frame() const;
  // Whether values are kept as they are sent; else quantities, as float.
  bool is_plain() const;
  // Without frames, of the type that decoded values have.
  Signal empty_signal() const;
};

// The content of a description frame, its kind included. Throws Error for
// what does not follow the format: texts that end too late, more than 2^20
// values a frame, no axis, scales that are no numbers. Characters that cannot
// be shown are replaced by '?'.
StreamDescription read_stream_description(std::span<const uint8_t> frame);

// The text of a text frame.
std::string read_stream_text(std::span<const uint8_t> frame);

}  // namespace mote
