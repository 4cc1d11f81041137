#include "stages/convert/compare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "lib/base/threads.h"
#include "lib/compiler/compile.h"
#include "lib/model/calibrate/float_model.h"
#include "lib/runner/plan_runner.h"

namespace mote {
namespace {

std::vector<float> dequantized(std::span<const std::byte> bytes,
                               const Tensor& tensor) {
  const auto scale = static_cast<float>(tensor.scale());
  const int zero_point = tensor.zero_point();
  std::vector<float> values;
  values.reserve(bytes.size());
  for (std::byte byte : bytes) {
    values.push_back(
        scale * static_cast<float>(static_cast<int8_t>(byte) - zero_point));
  }
  return values;
}

size_t largest(std::span<const float> values) {
  return static_cast<size_t>(std::ranges::max_element(values) - values.begin());
}

// Where the compiled plan keeps the tensors of the model, by index; -1: a
// pass removed it.
std::vector<int> planned_tensors(const Model& model, const Model& planned) {
  std::map<std::string, int> places;
  for (size_t i = 0; i < planned.tensors.size(); ++i) {
    places[planned.tensors[i].name] = static_cast<int>(i);
  }
  std::vector<int> indices;
  for (const Tensor& tensor : model.tensors) {
    const auto found = places.find(tensor.name);
    indices.push_back(found == places.end() ? -1 : found->second);
  }
  return indices;
}

// Powers of one input, by tensor index.
struct Powers {
  std::vector<double> signal, noise;
  bool agrees = false;
};

class Comparer {
 public:
  Comparer(const Model& real, const Model& integer)
      : real_(real),
        integer_(integer),
        plan_(compile(integer, host_target(), {.keep_tensors = true})),
        places_(planned_tensors(integer, plan_.model)) {}

  const Plan& plan() const { return plan_; }

  Powers compare(PlanRunner& runner, const std::vector<int8_t>& input) const {
    const auto exact = real_.run(dequantized(
        std::as_bytes(std::span(input)), integer_.tensors[integer_.inputs[0]]));
    const int last = integer_.outputs[0];
    std::vector<int8_t> output(
        static_cast<size_t>(integer_.tensors[last].elements()));
    runner.run<int8_t, int8_t>(input, output);
    Powers powers;
    powers.signal.resize(exact.size());
    powers.noise.resize(exact.size());
    for (const Operator& op : integer_.operators) {
      const int index = op.outputs[0];
      if (places_[index] < 0) continue;
      add(dequantized(runner.tensor(places_[index]), integer_.tensors[index]),
          exact[index], powers.signal[index], powers.noise[index]);
    }
    const auto scores =
        dequantized(std::as_bytes(std::span(output)), integer_.tensors[last]);
    powers.agrees = largest(scores) == largest(exact[last]);
    return powers;
  }

 private:
  static void add(const std::vector<float>& values,
                  const std::vector<float>& exact, double& signal,
                  double& noise) {
    for (size_t i = 0; i < exact.size(); ++i) {
      const double error = double{values[i]} - exact[i];
      signal += double{exact[i]} * exact[i];
      noise += error * error;
    }
  }

  FloatModel real_;
  const Model& integer_;
  Plan plan_;
  std::vector<int> places_;
};

double decibels(double signal, double noise) {
  constexpr double kNothingLost = 200;
  if (signal <= 0) return 0;
  if (noise <= 0) return kNothingLost;
  return std::min(kNothingLost, 10 * std::log10(signal / noise));
}

}  // namespace

Comparison compare_models(const Model& real, const Model& integer,
                          std::span<const std::vector<int8_t>> inputs,
                          int threads) {
  const Comparer comparer(real, integer);
  std::vector<Powers> each(inputs.size());
  const size_t shards =
      std::min(inputs.size(), static_cast<size_t>(std::max(threads, 1)));
  parallel_for(shards, threads, [&](size_t shard) {
    PlanRunner runner(comparer.plan());
    for (size_t i = shard; i < inputs.size(); i += shards) {
      each[i] = comparer.compare(runner, inputs[i]);
    }
  });
  const size_t tensors = integer.tensors.size();
  Comparison comparison;
  for (size_t t = 0; t < tensors; ++t) {
    double signal = 0, noise = 0;
    for (const Powers& powers : each) {
      signal += powers.signal[t], noise += powers.noise[t];
    }
    comparison.signal_to_noise_db.push_back(decibels(signal, noise));
  }
  const auto agreeing = std::ranges::count(each, true, &Powers::agrees);
  comparison.agreement = static_cast<double>(agreeing) /
                         static_cast<double>(std::max<size_t>(1, each.size()));
  return comparison;
}

}  // namespace mote
