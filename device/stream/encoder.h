// A sensor's readings as a stream of frames, for any line that carries bytes
// (docs/sensor_stream.md is the format; the host's side is
// lib/signal/stream_decoder.h).
//
//   const mote::stream::Axis kAxes[] = {{"x", "m/s2", 0.0012f, 0},
//                                       {"y", "m/s2", 0.0012f, 0},
//                                       {"z", "m/s2", 0.0012f, 0}};
//   const mote::stream::Sensor kSensor = {
//       "my board", kAxes, 3, mote::stream::Type::kInt16, 100, 1, nullptr, 0};
//   mote::stream::Encoder encoder(kSensor, UartWrite, nullptr);
//   encoder.Start();
//   for (;;) {
//     int16_t reading[3];
//     ReadAccelerometer(reading);
//     encoder.Send(reading, 3);
//   }
//
// On a Cortex-M4 it takes 1.5 KB of flash, an encoder 320 bytes, its calls up
// to 140 bytes of stack.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "device/stream/cobs_writer.h"
#include "device/stream/crc32c.h"

namespace mote {
namespace stream {

constexpr uint8_t kVersion = 1;

enum class Kind : uint8_t { kDescription = 1, kData = 2, kText = 3 };

enum class Type : uint8_t { kInt16 = 0, kFloat32 = 1, kUint8 = 2, kInt8 = 3 };

constexpr uint32_t BytesOf(Type type) {
  return type == Type::kFloat32 ? 4 : type == Type::kInt16 ? 2 : 1;
}

// A quantity is value * scale + offset, in `unit`. Scale 1 and offset 0 on all
// axes: the values are kept as they are, with their type.
struct Axis {
  const char* name;  // UTF-8, up to 255 bytes
  const char* unit;  // likewise; "" for audio (full scale is 32,768)
  float scale;
  float offset;
};

// What is streamed. A frame is one value an axis or, with a shape, a grid of
// them: the axes of a place lie together, places row by row.
struct Sensor {
  const char* device;
  const Axis* axes;
  uint8_t axis_count;
  Type type;
  // frames_per_period frames come in period_seconds: 119, 1; or 1, 60. Zero
  // frames: pictures and the like, without a rate.
  uint32_t frames_per_period;
  uint32_t period_seconds;
  const uint16_t* shape;  // rows, columns ... of a grid
  uint8_t dimensions;     // 0: no grid
};

// The most values that a data frame carries; more are sent as several. What
// a damaged byte costs is one data frame.
constexpr uint32_t kMostValues = 64;

class Encoder {
 public:
  // The sensor, its axes and texts must outlive the encoder.
  Encoder(const Sensor& sensor, Write write, void* context);

  // The stream begins: ends whatever was on the line, describes the sensor, and
  // goes on with value 0.
  void Start();

  // The next values, `count` of the sensor's type in the processor's (little-
  // endian) order. Repeats the description at least about once a second, so
  // that a host may begin to listen at any time.
  void Send(const void* values, uint32_t count);

  // Values that the sensor gave but nobody could take: the host sees a gap.
  void Skip(uint64_t count) { position_ += count; }

  // A line for people at the host: a warning, a serial number. Up to 255
  // bytes of it are shown.
  void Say(const char* text);

 private:
  void Put(uint8_t byte);
  void Put16(uint16_t word);
  void Put32(uint32_t word);
  void PutText(const char* text);
  void PutFloat(float value);
  void PutAxis(const Axis& axis);
  void Begin(Kind kind);
  void End();
  void Describe(bool first);
  void SendFrame(const uint8_t* bytes, uint32_t count);

  const Sensor& sensor_;
  CobsWriter writer_;
  Crc32c crc_;
  uint64_t position_ = 0;     // the number of the next value
  uint64_t describe_at_ = 0;  // the position to repeat the description at
  uint64_t describe_every_;   // values
  uint16_t tag_ = 0;          // tells descriptions apart
};

}  // namespace stream
}  // namespace mote
