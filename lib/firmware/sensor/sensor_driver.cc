#include "lib/firmware/sensor/sensor_driver.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "device/stream/encoder.h"
#include "lib/base/error.h"
#include "lib/firmware/cpp_text.h"
#include "lib/signal/signal_file.h"

namespace mote {
namespace {

constexpr size_t kMostFrameBytes = 4000;

struct Rate {
  uint32_t frames, seconds;
};

// The fraction with the smallest denominator that is the rate, to nine digits.
Rate fraction_of(double rate_hz) {
  constexpr uint32_t kMostSeconds = 100'000;
  for (uint32_t seconds = 1; seconds <= kMostSeconds; ++seconds) {
    const double frames = rate_hz * seconds;
    if (frames > 4e9) break;
    if (std::abs(frames - std::round(frames)) < 1e-9 * frames) {
      return {static_cast<uint32_t>(std::llround(frames)), seconds};
    }
  }
  throw Error(fmt::format("a rate of {} Hz cannot be streamed", rate_hz), "",
              "Rates are so many frames in so many whole seconds.");
}

std::string literal(float value) {
  if (std::isnan(value)) return "__builtin_nanf(\"\")";
  std::string text = fmt::format("{:.9g}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text + "f";
}
std::string literal(int value) { return std::to_string(value); }

template <class Value>
std::string list_of(const std::vector<Value>& values) {
  std::vector<std::string> words;
  for (Value value : values) words.push_back(literal(value));
  return cpp_list(words);
}

struct TypeWords {
  const char *name, *cpp, *constant;
};

TypeWords words_of(const SignalValues& values) {
  const std::string name = type_name(values);
  if (name == "int16") return {"int16", "int16_t", "kInt16"};
  if (name == "float32") return {"float32", "float", "kFloat32"};
  if (name == "uint8") return {"uint8", "uint8_t", "kUint8"};
  return {"int8", "int8_t", "kInt8"};
}

void check(const Signal& signal) {
  if (signal.frame_count() == 0 || !(signal.rate_hz > 0)) {
    throw Error("the signal has no frames, or no rate", "",
                "Say its rate with --rate.");
  }
  const size_t value_bytes = std::visit(
      [](const auto& values) { return sizeof(values[0]); }, signal.samples);
  const size_t bytes = signal.axis_count() * signal.place_count() * value_bytes;
  if (bytes > kMostFrameBytes || signal.axis_count() > 255 ||
      signal.frame_shape.size() > 4) {
    throw Error(fmt::format("a frame of {} bytes and {} axes is too large for "
                            "the firmware's memory",
                            bytes, signal.axis_count()),
                "", "Frames may have 4,000 bytes and 255 axes.");
  }
}

constexpr const char* kDriver = R"text(// A signal in the place of a sensor.
#include "sensor.h"

namespace {{

constexpr uint32_t kFrames = {frames}, kValues = {values};
const {cpp} kReadings[kFrames * kValues] = {readings};

const mote::stream::Axis kAxes[] = {{{axes}}};
{shape}
uint32_t frame;

}}  // namespace

extern "C" {{

const mote::stream::Sensor kSensor = {{
    {device}, kAxes, {axis_count}, mote::stream::Type::{type},
    {rate_frames}u, {rate_seconds}u, {shape_name}, {dimensions}}};

void StartSensor() {{ frame = 0; }}

void ReadSensor(void* to) {{
  __builtin_memcpy(to, kReadings + frame * kValues,
                   kValues * sizeof(kReadings[0]));
  frame = frame + 1 == kFrames ? 0 : frame + 1;
}}

}}  // extern "C"
)text";

}  // namespace

std::string emit_sensor_driver(const Signal& signal,
                               const std::string& device) {
  check(signal);
  const Rate rate = fraction_of(signal.rate_hz);
  const TypeWords words = words_of(signal.samples);
  std::string axes;
  for (const Axis& axis : signal.axes) {
    axes += fmt::format("\n    {{{}, {}, 1, 0}},", cpp_string(axis.name),
                        cpp_string(axis.unit));
  }
  const bool grid = !signal.frame_shape.empty();
  const std::string shape =
      grid ? fmt::format("const uint16_t kShape[] = {{{}}};",
                         fmt::join(signal.frame_shape, ", "))
           : "";
  return fmt::format(
      kDriver, fmt::arg("frames", signal.frame_count()),
      fmt::arg("values", signal.axis_count() * signal.place_count()),
      fmt::arg("cpp", words.cpp), fmt::arg("type", words.constant),
      fmt::arg("readings", std::visit([](const auto& v) { return list_of(v); },
                                      signal.samples)),
      fmt::arg("axes", axes), fmt::arg("axis_count", signal.axis_count()),
      fmt::arg("shape", shape),
      fmt::arg("shape_name", grid ? "kShape" : "nullptr"),
      fmt::arg("dimensions", signal.frame_shape.size()),
      fmt::arg("device", cpp_string(device)),
      fmt::arg("rate_frames", rate.frames),
      fmt::arg("rate_seconds", rate.seconds));
}

double line_bytes_a_second(const Signal& signal) {
  // Of a data frame: header, checksum, stuffing, end.
  constexpr double kFrameBytes = 11 + 4 + 2 + 1;
  const auto values =
      static_cast<double>(signal.axis_count() * signal.place_count());
  const auto value_bytes = static_cast<double>(std::visit(
      [](const auto& all) { return sizeof(all[0]); }, signal.samples));
  const double most = double{stream::kMostValues};
  // As targets/stream/main.cc puts them together.
  const double together =
      std::max(1.0, std::floor(std::min(most / values, signal.rate_hz / 20)));
  const double blocks_a_second =
      signal.rate_hz / together * std::ceil(values * together / most);
  double description = kFrameBytes + 16;
  for (const Axis& axis : signal.axes) {
    description +=
        static_cast<double>(10 + axis.name.size() + axis.unit.size());
  }
  return signal.rate_hz * values * value_bytes + blocks_a_second * kFrameBytes +
         description;
}

Signal test_sensor_signal() {
  constexpr int kFrames = 200;
  constexpr double kRate_hz = 100;
  constexpr double kGravity = 9.80665;
  std::vector<float> values;
  for (int i = 0; i < kFrames; ++i) {
    const double turn = 2 * std::numbers::pi * i / kRate_hz;
    for (double value : {std::sin(turn), std::sin(2 * turn) / 2,
                         kGravity + std::cos(turn) / 10}) {
      values.push_back(static_cast<float>(value));
    }
  }
  return {kRate_hz, {{"x", "m/s2"}, {"y", "m/s2"}, {"z", "m/s2"}}, values};
}

}  // namespace mote
