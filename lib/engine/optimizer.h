// From gradients to better weights.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/engine/buffer.h"
#include "lib/engine/network.h"

namespace mote::engine {

enum class OptimizerKind { kAdam, kAdamW, kSgd };

struct OptimizerSettings {
  OptimizerKind kind = OptimizerKind::kAdam;
  double momentum = 0.9;  // kSgd
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7;
  // kAdamW: decoupled; else added to the gradient. Kernels only.
  double weight_decay = 0;
};

// The moments of all weights. An update allocates nothing.
class Optimizer {
 public:
  Optimizer(Network& network, const OptimizerSettings& settings);

  // Changes the network's weights along its gradients().
  void update(double learning_rate);

  // All of its state, for resuming.
  std::vector<float> state() const;
  // Throws Error for a state of another size.
  void restore(const std::vector<float>& state);

 private:
  void update_part(int offset, int size, double learning_rate, bool decays);

  Network& network_;
  OptimizerSettings settings_;
  int64_t steps_ = 0;
  Buffer first_, second_;
};

// How the learning rate changes over a training.
enum class ScheduleKind { kConstant, kStep, kCosine };

struct Schedule {
  ScheduleKind kind = ScheduleKind::kCosine;
  double learning_rate = 1e-3;
  double warm_up = 0.05;     // share of the steps with a rising rate
  double step_at = 0.7;      // kStep: after this share ...
  double step_factor = 0.1;  // ... the rate is multiplied by this

  double rate(int64_t step, int64_t steps) const;
};

// A moving average of weights and moving statistics, which is better than the
// last of them (Polyak and Juditsky 1992). In the first steps the average is
// short: over a tenth of the steps so far.
class WeightAverage {
 public:
  WeightAverage(const Network& network, double decay);
  void update();
  std::map<std::string, std::vector<float>> weights() const;

  std::vector<float> state() const;
  void restore(const std::vector<float>& state);

 private:
  const Network& network_;
  double decay_;
  int64_t steps_ = 0;
  Buffer values_, moving_;
};

}  // namespace mote::engine
