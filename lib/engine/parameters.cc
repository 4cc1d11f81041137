#include "lib/engine/parameters.h"

#include <algorithm>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/engine/kernels/kernels.h"

namespace mote::engine {

int padded(int n) { return (n + kLaneGroup - 1) / kLaneGroup * kLaneGroup; }

int Parameters::add(Parameter parameter) {
  int& total = parameter.trainable ? trained_size_ : moving_size_;
  parameter.offset = total;
  parameter.size = padded(parameter.size);
  total += parameter.size;
  all_.push_back(std::move(parameter));
  return all_.back().offset;
}

void Parameters::finish() {
  values_ = Buffer(trained_size_);
  moving_ = Buffer(moving_size_);
}

void Parameters::initialize(uint64_t seed) {
  for (const Parameter& parameter : all_) {
    float* target =
        (parameter.trainable ? values_ : moving_).data() + parameter.offset;
    const uint64_t stream = mix64(seed, hash64(parameter.name));
    for (size_t i = 0; i < parameter.places.size(); ++i) {
      const double unit = (mix64(stream, i) >> 11) * 0x1p-53;  // [0, 1)
      target[parameter.places[i]] =
          parameter.start +
          static_cast<float>((2 * unit - 1) * parameter.limit);
    }
  }
}

void Parameters::import(
    const std::map<std::string, std::vector<float>>& weights) {
  for (const Parameter& parameter : all_) {
    const auto found = weights.find(parameter.name);
    if (found == weights.end() ||
        found->second.size() != parameter.places.size()) {
      throw Error("these weights are missing or have another size",
                  parameter.name);
    }
    float* target =
        (parameter.trainable ? values_ : moving_).data() + parameter.offset;
    for (size_t i = 0; i < parameter.places.size(); ++i) {
      target[parameter.places[i]] = found->second[i];
    }
  }
}

std::map<std::string, std::vector<float>> Parameters::export_values(
    const Buffer& trained, const Buffer& moving) const {
  std::map<std::string, std::vector<float>> weights;
  for (const Parameter& parameter : all_) {
    const float* source =
        (parameter.trainable ? trained : moving).data() + parameter.offset;
    std::vector<float>& target = weights[parameter.name];
    target.reserve(parameter.places.size());
    for (int32_t place : parameter.places) target.push_back(source[place]);
  }
  return weights;
}

std::map<std::string, std::vector<float>> Parameters::export_weights() const {
  return export_values(values_, moving_);
}

}  // namespace mote::engine
