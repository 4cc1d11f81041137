#include "lib/runner/detection_constants.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"

namespace mote {
namespace {

void check(const ScoreMapping& mapping) {
  const size_t outputs = mapping.groups.size();
  const size_t labels = mapping.labels.size();
  if (labels == 0 || labels > 256 || outputs == 0) {
    throw Error(fmt::format("{} outputs for {} labels cannot be scored",
                            outputs, labels),
                "score mapping", "Use 1 to 256 labels.");
  }
  if (!mapping.log_priors.empty() && mapping.log_priors.size() != outputs) {
    throw Error(fmt::format("{} priors for {} outputs",
                            mapping.log_priors.size(), outputs),
                "score mapping", "Give every output one prior, or none.");
  }
  for (int group : mapping.groups) {
    if (group < 0 || group >= static_cast<int>(labels)) {
      throw Error(
          fmt::format("an output belongs to label {} of {}", group, labels),
          "score mapping");
    }
  }
}

// exp(-scale * d), d = 0..255, as Q30.
std::vector<uint32_t> exponential_table(double scale) {
  std::vector<uint32_t> table;
  for (int d = 0; d < 256; ++d) {
    table.push_back(
        static_cast<uint32_t>(std::lround(std::exp(-scale * d) * (1 << 30))));
  }
  return table;
}

// 1 / prior, the largest as 32,768.
std::vector<uint16_t> prior_weights(const ScoreMapping& mapping) {
  if (mapping.log_priors.empty()) {
    return std::vector<uint16_t>(mapping.groups.size(), 32768);
  }
  const double smallest =
      *std::min_element(mapping.log_priors.begin(), mapping.log_priors.end());
  std::vector<uint16_t> weights;
  for (double log_prior : mapping.log_priors) {
    const double weight = std::round(std::exp(smallest - log_prior) * 32768);
    weights.push_back(static_cast<uint16_t>(std::max(weight, 1.0)));
  }
  return weights;
}

int samples_of(double ms, double rate_hz) {
  return static_cast<int>(std::lround(ms * rate_hz / 1000));
}

}  // namespace

ScoreTable::ScoreTable(const ScoreMapping& mapping, const Quantization& output)
    : labels_(static_cast<int>(mapping.labels.size())) {
  check(mapping);
  groups_.assign(mapping.groups.begin(), mapping.groups.end());
  if (!mapping.logits) return;
  if (output.scale.size() != 1) {
    throw Error("the model's output has no scale of its own", "score mapping",
                "Convert the model to int8 again.");
  }
  exponentials_ = exponential_table(output.scale[0]);
  weights_ = prior_weights(mapping);
}

detect::ScoreMap ScoreTable::map() const {
  const int outputs = static_cast<int>(groups_.size());
  if (exponentials_.empty())
    return {outputs, labels_, nullptr, nullptr, nullptr};
  return {outputs, labels_, exponentials_.data(), weights_.data(),
          groups_.data()};
}

DetectionConstants::DetectionConstants(const DetectionSettings& chosen,
                                       const std::vector<std::string>& labels,
                                       const FeatureBlock& features) {
  const DetectionSettings settings = chosen.decided();
  for (const std::string& label : labels) {
    const auto& never = settings.ignored;
    ignored_.push_back(std::find(never.begin(), never.end(), label) !=
                       never.end());
  }
  const auto [rows, row_size] = features.output_shape();
  config_.rows = rows;
  config_.row_size = row_size;
  config_.hops_a_score = settings.hops_a_score;
  config_.trigger.labels = static_cast<int>(labels.size());
  config_.trigger.smoothing = std::max(settings.smoothing_windows, 1);
  config_.trigger.threshold =
      static_cast<int>(std::lround(settings.threshold * detect::kScoreOne));
  config_.trigger.suppression_samples = static_cast<uint32_t>(
      samples_of(settings.suppression_ms, features.samples_a_second()));
}

detect::DetectorConfig DetectionConstants::config() const {
  detect::DetectorConfig config = config_;
  config.trigger.ignored = ignored_.data();
  return config;
}

}  // namespace mote
