#include "lib/features/sensor_settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "lib/base/error.h"
#include "lib/signal/resample.h"

namespace mote {
namespace {

constexpr double kCounts = 32768;

// Where each axis of the settings lies in a frame of the signal.
std::vector<size_t> places_of_axes(const SensorSettings& settings,
                                   const Signal& signal,
                                   const std::string& where) {
  std::vector<size_t> places;
  std::vector<std::string> names;
  for (const Axis& axis : signal.axes) names.push_back(axis.name);
  for (const std::string& axis : settings.axes) {
    const auto found = std::find(names.begin(), names.end(), axis);
    if (found == names.end()) {
      throw Error(
          fmt::format("it has no axis '{}'", axis), where,
          fmt::format("It has {}; the features are made of {}.",
                      fmt::join(names, ", "), fmt::join(settings.axes, ", ")));
    }
    places.push_back(static_cast<size_t>(found - names.begin()));
  }
  return places;
}

Signal at_rate(const SensorSettings& settings, const Signal& signal,
               const std::string& where) {
  if (signal.rate_hz == settings.rate_hz || signal.frame_count() <= 1) {
    return signal;
  }
  if (!(signal.rate_hz > 0)) {
    throw Error("its rate is not known", where,
                "Say it: mote collect fix 'name=...' rate HZ.");
  }
  return resample(signal, settings.rate_hz);
}

void check_grid(const SensorSettings& settings, const Signal& signal,
                const std::string& where) {
  if (signal.place_count() == static_cast<size_t>(settings.places)) return;
  throw Error(fmt::format("a frame has {} places, the features are made of {}",
                          signal.place_count(), settings.places),
              where, "Collect frames of one shape, or exclude the others.");
}

int16_t count_of(double reading, double full_scale) {
  const double counts = std::nearbyint(reading * (kCounts / full_scale));
  return static_cast<int16_t>(std::clamp(counts, -kCounts, kCounts - 1));
}

// One axis at one place through time.
template <class Value>
void convert_column(const std::vector<Value>& values, size_t from, size_t width,
                    double full_scale, std::vector<int16_t>& counts, size_t to,
                    size_t frame_size) {
  const size_t frames = values.size() / width;
  std::optional<int16_t> last;
  for (size_t t = 0; t < frames; ++t) {
    const auto reading = static_cast<double>(values[t * width + from]);
    if (!std::isfinite(reading)) {
      counts[t * frame_size + to] = last.value_or(0);
      continue;
    }
    const int16_t count = count_of(reading, full_scale);
    counts[t * frame_size + to] = count;
    for (size_t before = 0; !last && before < t; ++before) {
      counts[before * frame_size + to] = count;
    }
    last = count;
  }
}

}  // namespace

int SensorSettings::frames(double ms) const {
  return static_cast<int>(std::lround(ms * rate_hz / 1000));
}

void check_sensor(const SensorSettings& settings) {
  if (settings.signal_frames() < 1) {
    throw Error(fmt::format("{:g} ms hold no frame at {:g} Hz",
                            settings.signal_ms, settings.rate_hz),
                "preprocess.signal", "Make it longer.");
  }
  const size_t scales = settings.full_scale.size();
  if (scales > 1 && !settings.axes.empty() && scales != settings.axes.size()) {
    throw Error(fmt::format("'full_scale' has {} values for {} axes", scales,
                            settings.axes.size()),
                "preprocess.full_scale", "Give one, or one an axis.");
  }
}

void check_window(const WindowSettings& settings) {
  check_sensor(settings);
  if (settings.window_frames() >= 2 && settings.hop_frames() >= 1) return;
  throw Error("a window needs two readings or more", "preprocess.window",
              "Make it longer.");
}

std::vector<int16_t> counts_of(const SensorSettings& settings,
                               const Signal& signal, const std::string& where) {
  check_grid(settings, signal, where);
  const auto axes = places_of_axes(settings, signal, where);
  const Signal at = at_rate(settings, signal, where);
  const size_t frame_size = static_cast<size_t>(settings.frame_size());
  const size_t width = at.axis_count() * at.place_count();
  std::vector<int16_t> counts(at.frame_count() * frame_size);
  std::visit(
      [&](const auto& values) {
        for (size_t p = 0; p < at.place_count(); ++p) {
          for (size_t a = 0; a < axes.size(); ++a) {
            convert_column(values, p * at.axis_count() + axes[a], width,
                           settings.full_scale[a], counts, p * axes.size() + a,
                           frame_size);
          }
        }
      },
      at.samples);
  return counts;
}

std::vector<float> resolutions(const SensorSettings& settings) {
  std::vector<float> resolution;
  for (const double full_scale : settings.full_scale) {
    resolution.push_back(static_cast<float>(full_scale / kCounts));
  }
  return resolution;
}

std::vector<int16_t> middle_of(const std::vector<int16_t>& clip, size_t length,
                               size_t frame_size) {
  const size_t frames = clip.size() / frame_size;
  const size_t wanted = length / frame_size;
  std::vector<int16_t> middle(length);
  if (frames == 0) return middle;
  const auto start =
      (static_cast<int64_t>(frames) - static_cast<int64_t>(wanted)) / 2;
  for (size_t t = 0; t < wanted; ++t) {
    const int64_t from = std::clamp<int64_t>(start + static_cast<int64_t>(t), 0,
                                             static_cast<int64_t>(frames) - 1);
    std::copy_n(clip.begin() + from * static_cast<int64_t>(frame_size),
                frame_size,
                middle.begin() + static_cast<int64_t>(t * frame_size));
  }
  return middle;
}

}  // namespace mote
