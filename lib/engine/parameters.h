// The weights of a network in the engine's own layout: one flat array each
// for what is trained and for batch norm's moving statistics.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lib/engine/buffer.h"

namespace mote::engine {

// One named weight of the graph and where its values live.
struct Parameter {
  std::string name;             // "conv_1/kernel"
  std::vector<int32_t> places;  // of each value, in the file's order
  int offset = 0;               // where its padded values start
  int size = 0;                 // padded
  bool trainable = true;
  bool decays = false;  // weight decay: kernels, not biases or norms
  float limit = 0;      // starts uniform in [-limit, limit] ...
  float start = 0;      // ... around this
};

class Parameters {
 public:
  // Adds a weight of `size` floats (padded to kLaneGroup) whose i-th value is
  // at places[i]; returns its offset. All are added before finish().
  int add(Parameter parameter);
  void finish();

  // New values from `seed`.
  void initialize(uint64_t seed);

  // By name, in the layout of lib/graph. import throws Error where a weight
  // is missing or has another size.
  void import(const std::map<std::string, std::vector<float>>& weights);
  std::map<std::string, std::vector<float>> export_weights() const;
  // The same names, other values in this layout (moments, averages).
  std::map<std::string, std::vector<float>> export_values(
      const Buffer& trained, const Buffer& moving) const;

  const std::vector<Parameter>& all() const { return all_; }
  Buffer& values() { return values_; }
  const Buffer& values() const { return values_; }
  Buffer& moving() { return moving_; }
  const Buffer& moving() const { return moving_; }

 private:
  std::vector<Parameter> all_;
  int trained_size_ = 0, moving_size_ = 0;
  Buffer values_, moving_;
};

// n rounded up to kLaneGroup.
int padded(int n);

}  // namespace mote::engine
