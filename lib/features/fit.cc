#include "lib/features/fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/base/threads.h"

namespace mote {
namespace {

// Above the largest reading in training, so that a little more still fits.
constexpr double kHeadroom = 1.25;
// Integers (sound, pictures) are counts already.
constexpr double kCountsAsTheyAre = 32768;

// The largest finite reading of each axis.
std::vector<double> largest_readings(const Signal& signal) {
  std::vector<double> largest(signal.axis_count());
  const auto& values = std::get<std::vector<float>>(signal.samples);
  for (size_t i = 0; i < values.size(); ++i) {
    const double reading = std::abs(static_cast<double>(values[i]));
    double& most = largest[i % largest.size()];
    if (std::isfinite(reading)) most = std::max(most, reading);
  }
  return largest;
}

// Two digits are enough: 1.6, 17, 2500.
double round_up(double reading) {
  const double step = std::pow(10, std::floor(std::log10(reading)) - 1);
  return std::ceil(reading / step - 1e-9) * step;
}

std::vector<double> fit_full_scale(const std::vector<std::string>& axes,
                                   const TrainingSignals& signals) {
  std::vector<std::vector<double>> largest(signals.count);
  parallel_for(signals.count, signals.threads, [&](size_t i) {
    const Signal signal = signals.open(i);
    largest[i].assign(axes.size(), 0);
    if (!std::holds_alternative<std::vector<float>>(signal.samples)) return;
    const auto readings = largest_readings(signal);
    for (size_t a = 0; a < axes.size(); ++a) {
      for (size_t s = 0; s < signal.axes.size(); ++s) {
        if (signal.axes[s].name == axes[a]) largest[i][a] = readings[s];
      }
    }
  });
  std::vector<double> full_scale;
  for (size_t a = 0; a < axes.size(); ++a) {
    double most = 0;
    for (const auto& readings : largest) most = std::max(most, readings[a]);
    full_scale.push_back(most > 0 ? round_up(kHeadroom * most)
                                  : kCountsAsTheyAre);
  }
  return full_scale;
}

// Sums of each feature of a row.
struct Sums {
  double rows = 0;
  std::vector<double> of_values, of_squares;
};

Sums sums_of(const std::vector<float>& rows, size_t row_size,
             const std::vector<double>& about) {
  Sums sums{static_cast<double>(rows.size() / row_size),
            std::vector<double>(row_size), std::vector<double>(row_size)};
  for (size_t i = 0; i < rows.size(); ++i) {
    const double value = rows[i] - about[i % row_size];
    sums.of_values[i % row_size] += value;
    sums.of_squares[i % row_size] += value * value;
  }
  return sums;
}

// In the order of the recordings, whatever the number of threads.
Sums sums_of_all(const WindowBlock& block, const TrainingSignals& signals,
                 const std::vector<double>& about) {
  std::vector<Sums> parts(signals.count);
  parallel_for(signals.count, signals.threads, [&](size_t i) {
    parts[i] =
        sums_of(block.measure(block.samples(signals.open(i), signals.name(i))),
                about.size(), about);
  });
  Sums all{0, std::vector<double>(about.size()),
           std::vector<double>(about.size())};
  for (const Sums& part : parts) {
    all.rows += part.rows;
    for (size_t f = 0; f < about.size(); ++f) {
      all.of_values[f] += part.of_values[f];
      all.of_squares[f] += part.of_squares[f];
    }
  }
  return all;
}

// Six digits: what counts, and short in mote.toml and packages.
double rounded(double value) { return std::stod(fmt::format("{:.6g}", value)); }

}  // namespace

SensorSettings fit_sensor(SensorSettings settings,
                          const TrainingSignals& signals) {
  if (signals.count == 0) {
    throw Error("there are no recordings to take the sensor's range from",
                "train split",
                "Record more, or lower collect.validation_percent and "
                "collect.test_percent.");
  }
  const Signal first = signals.open(0);
  if (settings.axes.empty()) {
    for (const Axis& axis : first.axes) settings.axes.push_back(axis.name);
  }
  if (settings.places == 0) {
    settings.places = static_cast<int>(first.place_count());
  }
  if (settings.full_scale.empty()) {
    settings.full_scale = fit_full_scale(settings.axes, signals);
  }
  if (settings.full_scale.size() == 1) {
    settings.full_scale.resize(settings.axes.size(), settings.full_scale[0]);
  }
  if (settings.full_scale.size() != settings.axes.size()) {
    throw Error(fmt::format("'full_scale' has {} values for {} axes",
                            settings.full_scale.size(), settings.axes.size()),
                "preprocess.full_scale", "Give one, or one an axis.");
  }
  return settings;
}

void fit_features(const WindowBlock& block, const TrainingSignals& signals,
                  SensorSettings& settings) {
  if (!settings.centre.empty() && !settings.spread.empty()) return;
  const size_t row_size = static_cast<size_t>(block.output_shape().second);
  const Sums first = sums_of_all(block, signals, std::vector<double>(row_size));
  std::vector<double> mean;
  for (const double sum : first.of_values) mean.push_back(sum / first.rows);
  // About the mean, so that nothing cancels.
  const Sums second = sums_of_all(block, signals, mean);
  std::vector<double> spread;
  for (const double squares : second.of_squares) {
    const double deviation = std::sqrt(squares / second.rows);
    spread.push_back(deviation > 1e-9 ? rounded(deviation) : 1);
  }
  for (double& value : mean) value = rounded(value);
  if (settings.centre.empty()) settings.centre = mean;
  if (settings.spread.empty()) settings.spread = spread;
}

}  // namespace mote
