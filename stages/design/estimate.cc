#include "stages/design/estimate.h"

#include <cmath>

#include "lib/base/hash.h"
#include "lib/compiler/compile.h"
#include "lib/firmware/application.h"
#include "lib/model/calibrate/ranges.h"
#include "lib/model/lower/lower.h"
#include "lib/model/quantize/quantize.h"

namespace mote {
namespace {

// Evenly spread in -1..1, by the weight's name and index.
float random_value(uint64_t seed, uint64_t index) {
  return static_cast<float>(
      static_cast<double>(mix64(seed, index) >> 11) * 0x1p-52 - 1);
}

Checkpoint untrained(const Graph& graph) {
  Checkpoint checkpoint;
  checkpoint.graph = graph;
  for (const WeightShape& shape : weight_shapes(graph)) {
    const bool positive = shape.name.ends_with("/moving_variance") ||
                          shape.name.ends_with("/gamma");
    std::vector<float>& weights = checkpoint.weights[shape.name];
    for (int64_t i = 0; i < shape.size(); ++i) {
      weights.push_back(positive ? 1.0f
                                 : random_value(hash64(shape.name),
                                                static_cast<uint64_t>(i)));
    }
  }
  return checkpoint;
}

std::vector<float> random_features(const Graph& graph,
                                   const FeatureQuantization& input) {
  std::vector<float> values;
  for (int64_t i = 0; i < graph.input.size(); ++i) {
    const float step = 127.5f * (1 + random_value(1, static_cast<uint64_t>(i)));
    values.push_back(
        static_cast<float>(input.scale) *
        (std::floor(step) - 128 - static_cast<float>(input.zero_point)));
  }
  return values;
}

// Code and tables of device/detect, start-up and runtime, and the objects
// they keep: measured on qemu-cortex-m4, rounded up.
constexpr int64_t kDetectFlashBytes = 6400;
constexpr int64_t kDetectRamBytes = 256;
constexpr int64_t kStackBytes = 1024;
constexpr int64_t kSmoothedWindows = 3;

}  // namespace

Plan plan_untrained(const Graph& graph, const FeatureQuantization& input,
                    const Target& target) {
  const Model real = lower(untrained(graph));
  std::vector<ValueRange> ranges;
  for (const ValueHistogram& seen :
       observe(FloatModel(real), {random_features(graph, input)}, 1)) {
    ranges.push_back(seen.range(RangeMethod::kMinMax, 100));
  }
  const Quantization quantization = {
      {static_cast<float>(input.scale)}, {input.zero_point}, 0};
  return compile(quantize(real, ranges, quantization), target);
}

DetectorCost detector_cost(const Plan& plan, const FeatureBlock& features,
                           const Target& target, size_t labels) {
  const auto [rows, row_size] = features.output_shape();
  const FeatureCost front = features.cost();
  const auto count = static_cast<int64_t>(labels);
  const auto audio = static_cast<int64_t>(sizeof(int16_t)) *
                     ring_samples(plan, features, target);
  DetectorCost cost;
  cost.ram_bytes =
      plan.arena_bytes + front.ram_bytes + int64_t{rows} * row_size + audio +
      count * (4 + 2 * kSmoothedWindows) + kDetectRamBytes + kStackBytes;
  cost.flash_bytes = plan.constant_bytes() + plan.code_bytes() +
                     front.flash_bytes + kDetectFlashBytes;
  return cost;
}

}  // namespace mote
