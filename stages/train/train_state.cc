// The file: CBOR, float lists as little-endian binary.
#include "stages/train/train_state.h"

#include <cstring>
#include <nlohmann/json.hpp>

#include "lib/base/file.h"

namespace mote {
namespace {

using nlohmann::json;

constexpr const char* kFile = "training.state";

json packed(const std::vector<float>& values) {
  std::vector<uint8_t> bytes(values.size() * sizeof(float));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return json::binary(std::move(bytes));
}

std::vector<float> unpacked(const json& value) {
  const auto& bytes = value.get_binary();
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

json packed(const Weights& weights) {
  json all = json::object();
  for (const auto& [name, values] : weights) all[name] = packed(values);
  return all;
}

Weights unpacked_weights(const json& value) {
  Weights weights;
  for (const auto& [name, values] : value.items()) {
    weights[name] = unpacked(values);
  }
  return weights;
}

TrainState state_from(const json& value) {
  TrainState state;
  value.at("key").get_to(state.key);
  value.at("epochs").get_to(state.epochs);
  state.weights = unpacked_weights(value.at("weights"));
  state.optimizer = unpacked(value.at("optimizer"));
  state.average = unpacked(value.at("average"));
  value.at("good_enough").get_to(state.good_enough);
  state.kept = unpacked_weights(value.at("kept"));
  value.at("kept_measures").get_to(state.kept_measures);
  for (const json& event : value.at("events")) {
    state.events.push_back({event.at("step").get<int64_t>(),
                            event.at("wall_time").get<double>(),
                            event.at("values")});
  }
  return state;
}

}  // namespace

std::optional<TrainState> load_state(const std::filesystem::path& folder,
                                     const std::string& key) {
  const fs::path file = folder / kFile;
  if (folder.empty() || !fs::exists(file)) return std::nullopt;
  try {
    TrainState state = state_from(json::from_cbor(read_bytes(file)));
    if (state.key == key) return state;
  } catch (const json::exception&) {
    // Not written by this version of mote: start anew.
  }
  return std::nullopt;
}

void save_state(const std::filesystem::path& folder, const TrainState& state) {
  json events = json::array();
  for (const engine::EventScalars& event : state.events) {
    events.push_back({{"step", event.step},
                      {"wall_time", event.wall_time_s},
                      {"values", event.values}});
  }
  const json value = {{"key", state.key},
                      {"epochs", state.epochs},
                      {"weights", packed(state.weights)},
                      {"optimizer", packed(state.optimizer)},
                      {"average", packed(state.average)},
                      {"good_enough", state.good_enough},
                      {"kept", packed(state.kept)},
                      {"kept_measures", state.kept_measures},
                      {"events", events}};
  write_atomically(folder / kFile, json::to_cbor(value));
}

}  // namespace mote
