// Readings in a message of JSON, in the shapes that devices publish.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

struct MessageReadings {
  std::vector<Axis> axes;     // of each frame; names may be empty
  std::vector<float> values;  // frame after frame; not a number: missing
  double rate_hz = 0;         // 0: not said
};

// Understood are
//
//   21.5                                     one axis
//   [0.1, 0.2, 9.8]                          a frame
//   [[0.1, 0.2, 9.8], [0.1, 0.3, 9.7]]       frames
//   {"temp_degC": 21.5, "imu": {"x": 1}}     a frame; axes temp, imu.x
//   {"x": [1, 2], "y": [3, 4]}               frames
//   [{"x": 1, "y": 3}, {"x": 2, "y": 4}]     frames
//   {"values": [[1, 3], [2, 4]], "sensors": [{"name": "x", "units": "g"}, ...],
//    "interval_ms": 10}                      frames, as Edge Impulse has them,
//                                            also within "payload"
//
// Texts, true and false are no readings, nor are fields called time, timestamp,
// ts, t, seq, counter or id. null is a missing reading. Nothing: no JSON, or no
// readings in it.
std::optional<MessageReadings> read_json_message(std::string_view text);

}  // namespace mote
