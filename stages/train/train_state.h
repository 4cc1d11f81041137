// What a training needs to go on after an interruption.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/engine/event_log.h"

namespace mote {

using Weights = std::map<std::string, std::vector<float>>;

struct TrainState {
  // Of data, settings, graph and instruction set: a state of another training
  // is of no use.
  std::string key;
  int epochs = 0;  // finished
  Weights weights;
  std::vector<float> optimizer, average;
  // The best balanced accuracy so far, less its standard error.
  double good_enough = 0;
  Weights kept;
  std::map<std::string, double> kept_measures;
  std::vector<engine::EventScalars> events;
};

// The state saved in `folder` if there is a whole one with this key.
std::optional<TrainState> load_state(const std::filesystem::path& folder,
                                     const std::string& key);
// Atomic: after a crash the old or the new state is there.
void save_state(const std::filesystem::path& folder, const TrainState& state);

}  // namespace mote
