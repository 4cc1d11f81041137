#include "lib/runner/window_scorer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/runner/detection_constants.h"

namespace mote {
namespace {

class Int8Scorer : public WindowScorer {
 public:
  Int8Scorer(const Plan& plan, const ScoreMapping& mapping, int64_t inputs)
      : runner_(plan),
        table_(mapping, plan.model.tensors[plan.model.outputs[0]].quantization),
        inputs_(static_cast<size_t>(inputs)),
        outputs_(mapping.groups.size()) {}

  void score(const int8_t* window, int32_t* scores) override {
    runner_.run(std::span(window, inputs_), std::span(outputs_));
    detect::MapScores(table_.map(), outputs_.data(), scores);
  }

 private:
  PlanRunner runner_;
  ScoreTable table_;
  size_t inputs_;
  std::vector<int8_t> outputs_;
};

class FloatScorer : public WindowScorer {
 public:
  FloatScorer(const Plan& plan, const ScoreMapping& mapping, int64_t inputs,
              const FeatureQuantization& quantization)
      : runner_(plan),
        mapping_(mapping),
        quantization_(quantization),
        inputs_(static_cast<size_t>(inputs)),
        outputs_(mapping.groups.size()) {}

  void score(const int8_t* window, int32_t* scores) override {
    for (size_t i = 0; i < inputs_.size(); ++i) {
      inputs_[i] = static_cast<float>(quantization_.scale *
                                      (window[i] - quantization_.zero_point));
    }
    runner_.run(std::span<const float>(inputs_), std::span(outputs_));
    const std::vector<double> shares = mapping_.logits ? grouped() : as_is();
    for (size_t i = 0; i < shares.size(); ++i) {
      scores[i] =
          static_cast<int32_t>(std::lround(shares[i] * detect::kScoreOne));
    }
  }

 private:
  std::vector<double> as_is() const {
    return {outputs_.begin(), outputs_.end()};
  }

  // Shares of exp(logit - log prior), summed a label.
  std::vector<double> grouped() const {
    const double largest = *std::max_element(outputs_.begin(), outputs_.end());
    std::vector<double> sums(mapping_.labels.size());
    double total = 0;
    for (size_t o = 0; o < outputs_.size(); ++o) {
      const double log_prior =
          mapping_.log_priors.empty() ? 0 : mapping_.log_priors[o];
      const double term = std::exp(outputs_[o] - largest - log_prior);
      sums[mapping_.groups[o]] += term;
      total += term;
    }
    for (double& sum : sums) sum /= total;
    return sums;
  }

  PlanRunner runner_;
  const ScoreMapping mapping_;
  const FeatureQuantization quantization_;
  std::vector<float> inputs_, outputs_;
};

void check(const Plan& plan, int64_t inputs, size_t outputs) {
  const Model& model = plan.model;
  const Tensor& in = model.tensors[model.inputs.at(0)];
  const Tensor& out = model.tensors[model.outputs.at(0)];
  if (in.elements() == inputs &&
      out.elements() == static_cast<int64_t>(outputs) && in.type == out.type) {
    return;
  }
  throw Error(
      fmt::format("the model takes {} values and gives {}; the features are "
                  "{}, the outputs with a label {}",
                  in.elements(), out.elements(), inputs, outputs),
      model.name, "Train and convert again after changing features or labels.");
}

}  // namespace

std::unique_ptr<WindowScorer> make_window_scorer(const Plan& plan,
                                                 const FeatureBlock& features,
                                                 const ScoreMapping& mapping) {
  const auto [rows, row_size] = features.output_shape();
  const int64_t inputs = int64_t{rows} * row_size;
  check(plan, inputs, mapping.groups.size());
  const Type type = plan.model.tensors[plan.model.inputs[0]].type;
  if (type == Type::kFloat32) {
    return std::make_unique<FloatScorer>(plan, mapping, inputs,
                                         features.quantization());
  }
  return std::make_unique<Int8Scorer>(plan, mapping, inputs);
}

}  // namespace mote
