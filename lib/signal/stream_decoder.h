// A device's stream of readings as a signal: the host's side of
// device/stream/encoder.h. docs/sensor_stream.md says what is on the line.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/signal/signal.h"
#include "lib/signal/stream_description.h"
#include "lib/signal/stream_frames.h"

namespace mote {

// Counts since the beginning.
struct StreamFacts {
  int64_t values = 0;    // received
  int64_t damaged = 0;   // frames that were cut or changed on the way
  int64_t repeated = 0;  // data frames that came again: left out
  int64_t foreign = 0;   // frames of other sensors, or before any description
  int64_t gaps = 0;      // places where values are missing
  int64_t lost = 0;      // values that are missing there, as far as is known
  int64_t filled = 0;    // of these, those that something stands for
};

// Every data frame carries the number of its first value since the device
// began, so that it is known exactly how many are missing:
//
//   - What is missing is filled, so that time stays right: floats by NaN (a
//     missing reading), integers by the value that was there before.
//   - No more is made up than was received, and 65,536 values: beyond that,
//     and where a device began anew, the signal goes on without filling.
//   - A frame that comes again (as MQTT may deliver it) is left out.
//
// A host that begins to listen in the middle of a stream starts with the next
// whole frame of the signal.
class StreamDecoder {
 public:
  // device: part of the name of the sensor to listen to; "": the first that
  // describes itself.
  explicit StreamDecoder(std::string device = "")
      : device_(std::move(device)) {}

  void push(std::span<const uint8_t> bytes);

  // Nothing until the sensor has described itself.
  const std::optional<StreamDescription>& description() const {
    return description_;
  }

  // The whole frames decoded since the last call. Throws Error while there is
  // no description.
  Signal take();

  // Lines worth showing since the last call: what the device says, gaps, other
  // sensors on the line. At most 100 of them.
  std::vector<std::string> take_notes();

  StreamFacts facts() const;

 private:
  void take_frame(std::span<const uint8_t> frame);
  void describe(std::span<const uint8_t> frame);
  void take_data(std::span<const uint8_t> frame);
  bool comes_next(uint64_t position, uint64_t count);
  void begin_at(uint64_t position);
  void fill(uint64_t count);
  void append(std::span<const uint8_t> values);
  template <class Raw>
  void append_as(std::span<const uint8_t> values);
  template <class Value>
  void append_value(std::vector<Value>& to, double value);
  void note(const std::string& line);

  std::string device_;
  StreamFrameReader frames_;
  std::optional<StreamDescription> description_;
  bool begins_anew_ = false;  // the device said so; its data has yet to come
  std::optional<uint64_t> next_;  // the number of the value to come
  int64_t skip_ = 0;              // values until a frame of the signal begins
  int repeated_in_a_row_ = 0;
  SignalValues values_;       // the last frame may be incomplete
  std::vector<double> held_;  // the last value at each place of a frame
  size_t place_ = 0;          // in a frame, of the next value
  std::vector<std::string> notes_;
  StreamFacts facts_;
};

}  // namespace mote
