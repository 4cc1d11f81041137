#include "lib/engine/optimizer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "lib/base/error.h"
#include "lib/engine/kernels/kernels.h"
#include "lib/engine/parameters.h"

namespace mote::engine {
namespace {

// Buffers and a step count as one list of floats. Counts up to 2^24 are
// exact, beyond any training here.
void append(std::vector<float>& state, const Buffer& buffer) {
  state.insert(state.end(), buffer.data(), buffer.data() + buffer.size());
}

const float* take(const float* from, Buffer& buffer) {
  std::copy_n(from, buffer.size(), buffer.data());
  return from + buffer.size();
}

void check_size(size_t size, size_t wanted) {
  if (size != wanted) {
    throw Error("the saved state is of another network", "training state",
                "Remove it, or train with the settings it was made with.");
  }
}

}  // namespace

Optimizer::Optimizer(Network& network, const OptimizerSettings& settings)
    : network_(network),
      settings_(settings),
      first_(network.gradients().size()),
      second_(network.gradients().size()) {}

void Optimizer::update(double learning_rate) {
  ++steps_;
  for (const Parameter& parameter : network_.parameters().all()) {
    if (!parameter.trainable) continue;
    update_part(parameter.offset, parameter.size, learning_rate,
                parameter.decays);
  }
}

void Optimizer::update_part(int offset, int size, double learning_rate,
                            bool decays) {
  const float* gradient = network_.gradients().data() + offset;
  float* weights = network_.parameters().values().data() + offset;
  float* first = first_.data() + offset;
  const double decay = decays ? settings_.weight_decay : 0;
  if (settings_.kind == OptimizerKind::kSgd) {
    const auto momentum = static_cast<float>(settings_.momentum);
    const auto rate = static_cast<float>(learning_rate);
    const auto pull = static_cast<float>(decay);
    for (int i = 0; i < size; ++i) {
      first[i] = momentum * first[i] + (gradient[i] + pull * weights[i]);
      weights[i] -= rate * first[i];
    }
    return;
  }
  const bool decoupled = settings_.kind == OptimizerKind::kAdamW;
  const auto steps = static_cast<double>(steps_);
  AdamStep step;
  step.beta1 = static_cast<float>(settings_.beta1);
  step.beta2 = static_cast<float>(settings_.beta2);
  step.epsilon = static_cast<float>(settings_.epsilon);
  step.rate = static_cast<float>(learning_rate /
                                 (1 - std::pow(settings_.beta1, steps)));
  step.correction =
      static_cast<float>(1 / (1 - std::pow(settings_.beta2, steps)));
  step.decay = decoupled ? static_cast<float>(learning_rate * decay) : 0.0f;
  step.coupled_decay = decoupled ? 0.0f : static_cast<float>(decay);
  network_.kernels().adam(step, size, gradient, weights, first,
                          second_.data() + offset);
}

std::vector<float> Optimizer::state() const {
  std::vector<float> state = {static_cast<float>(steps_)};
  append(state, first_);
  append(state, second_);
  return state;
}

void Optimizer::restore(const std::vector<float>& state) {
  check_size(state.size(), 1 + first_.size() + second_.size());
  steps_ = static_cast<int64_t>(state[0]);
  take(take(state.data() + 1, first_), second_);
}

double Schedule::rate(int64_t step, int64_t steps) const {
  const double done = static_cast<double>(step) /
                      static_cast<double>(std::max<int64_t>(1, steps));
  switch (kind) {
    case ScheduleKind::kConstant:
      return learning_rate;
    case ScheduleKind::kStep:
      return learning_rate * (done < step_at ? 1 : step_factor);
    case ScheduleKind::kCosine:
      break;
  }
  if (done < warm_up) {
    const double warm_steps = warm_up * static_cast<double>(steps);
    return learning_rate * (static_cast<double>(step) + 1) / (warm_steps + 1);
  }
  const double phase = (done - warm_up) / (1 - warm_up);
  return learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * phase));
}

WeightAverage::WeightAverage(const Network& network, double decay)
    : network_(network),
      decay_(decay),
      values_(network.parameters().values().size()),
      moving_(network.parameters().moving().size()) {}

void WeightAverage::update() {
  ++steps_;
  const auto steps = static_cast<double>(steps_);
  const auto share =
      static_cast<float>(1 - std::min(decay_, steps / (steps + 10)));
  const auto follow = [share](const Buffer& from, Buffer& average) {
    const float* source = from.data();
    float* target = average.data();
    for (size_t i = 0; i < from.size(); ++i) {
      target[i] += share * (source[i] - target[i]);
    }
  };
  follow(network_.parameters().values(), values_);
  follow(network_.parameters().moving(), moving_);
}

std::map<std::string, std::vector<float>> WeightAverage::weights() const {
  return network_.parameters().export_values(values_, moving_);
}

std::vector<float> WeightAverage::state() const {
  std::vector<float> state = {static_cast<float>(steps_)};
  append(state, values_);
  append(state, moving_);
  return state;
}

void WeightAverage::restore(const std::vector<float>& state) {
  check_size(state.size(), 1 + values_.size() + moving_.size());
  steps_ = static_cast<int64_t>(state[0]);
  take(take(state.data() + 1, values_), moving_);
}

}  // namespace mote::engine
