// What only training data can tell a feature block of a sensor: its axes, its
// range, and how far each feature spreads.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "lib/features/sensor_settings.h"
#include "lib/features/window_block.h"
#include "lib/signal/signal.h"

namespace mote {

// The recordings of the training side, opened one at a time.
struct TrainingSignals {
  size_t count = 0;
  std::function<Signal(size_t i)> open;       // callable from many threads
  std::function<std::string(size_t i)> name;  // for messages
  int threads = 1;
};

// The settings with axes, places and full_scale as the recordings have them,
// where they are open. Throws Error when there is no recording, or when
// full_scale is neither one value nor one an axis.
SensorSettings fit_sensor(SensorSettings settings,
                          const TrainingSignals& signals);

// The mean and the deviation of each feature of a row, over all rows of all
// recordings: centre and spread of `settings`, where they are open. A feature
// that never changes spreads by one. `block` has neither centre nor spread.
void fit_features(const WindowBlock& block, const TrainingSignals& signals,
                  SensorSettings& settings);

// Both, for a block made by make_block(const S&) of settings S that derive from
// SensorSettings.
template <class S>
S fit_window_block(
    S settings, const TrainingSignals& signals,
    const std::function<std::unique_ptr<WindowBlock>(const S&)>& make_block) {
  static_cast<SensorSettings&>(settings) = fit_sensor(settings, signals);
  S bare = settings;
  bare.centre.clear();
  bare.spread.clear();
  fit_features(*make_block(bare), signals, settings);
  return settings;
}

}  // namespace mote
