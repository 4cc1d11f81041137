#include "stages/design/design.h"

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/firmware/pace.h"
#include "lib/graph/layers/layer_type.h"
#include "lib/graph/zoo.h"
#include "stages/design/estimate.h"

namespace mote {
namespace {

constexpr double kBytesAKb = 1024;

bool contains(const std::vector<std::string>& list, const std::string& word) {
  return std::ranges::find(list, word) != list.end();
}

bool has_word_head(const DesignSettings& settings) {
  if (settings.head != "auto") return settings.head == "words";
  return settings.model == "tc";
}

// Silence, where the application knows it, then every word in order.
std::vector<std::string> word_classes(const DesignRequirements& requirements) {
  std::vector<std::string> words;
  for (const std::string& word : requirements.words) {
    if (word != "silence") words.push_back(word);
  }
  for (const std::string& label : requirements.labels) {
    if (label != "silence" && label != "unknown" && !contains(words, label)) {
      words.push_back(label);
    }
  }
  std::ranges::sort(words);
  if (contains(requirements.labels, "silence")) {
    words.insert(words.begin(), "silence");
  }
  return words;
}

// Multiplies the filters of all layers but the last dense one, whose outputs
// are the classes.
void widen(Graph& graph, double width) {
  const auto scaled = [width](int count) {
    return std::max(1, static_cast<int>(std::lround(count * width)));
  };
  for (Layer& layer : graph.layers) {
    if (layer.kind == LayerKind::kConv) layer.filters = scaled(layer.filters);
    if (layer.kind == LayerKind::kDepthwiseConv && layer.multiplier > 1) {
      layer.multiplier = scaled(layer.multiplier);
    }
  }
}

std::vector<DesignedLayer> describe_layers(const Graph& graph) {
  const auto shapes = infer_shapes(graph);
  std::vector<DesignedLayer> layers;
  for (const Layer& layer : graph.layers) {
    const LayerType& type = layer_type(layer.kind);
    const Shape& input = shapes.at(layer.inputs[0]);
    DesignedLayer described;
    described.name = layer.name;
    described.kind = type.name;
    described.output = shapes.at(layer.name);
    described.macs = type.macs(layer, input, described.output);
    for (const WeightShape& weight : type.weights(layer, input)) {
      if (weight.trainable) described.parameters += weight.size();
    }
    layers.push_back(described);
  }
  return layers;
}

// The smaller of what the application and the target allow.
double limit_of(int64_t budget, int64_t target) {
  if (budget <= 0) return static_cast<double>(target);
  if (target <= 0) return static_cast<double>(budget);
  return static_cast<double>(std::min(budget, target));
}

void set_pace(const FeatureBlock& features, const Target& target,
              DesignReport& report) {
  const auto inference = static_cast<double>(report.instructions);
  const auto front = static_cast<double>(features.cost().instructions_a_second);
  report.hops_a_score = hops_that_keep_up(inference, front, features, target);
  const int hops = std::max(report.hops_a_score, 1);
  report.score_ms =
      hops * 1000 * features.hop_samples() / features.samples_a_second();
  report.cpu_share = cpu_share(inference, front, hops, features, target);
}

DesignReport make_report(const Graph& graph,
                         const DesignRequirements& requirements,
                         const FeatureBlock& features, const Target& target) {
  const Plan plan = plan_untrained(graph, features.quantization(), target);
  const DetectorCost cost =
      detector_cost(plan, features, target, requirements.labels.size());
  DesignReport report;
  report.target = target.name;
  report.layers = describe_layers(graph);
  report.parameters = parameter_count(graph);
  report.macs = mac_count(graph);
  report.ram_bytes = cost.ram_bytes;
  report.flash_bytes = cost.flash_bytes;
  report.instructions = plan.total_cost().instructions;
  if (target.clock_hz > 0) {
    report.latency_ms = static_cast<double>(report.instructions) *
                        target.cycles_per_instruction * 1000 /
                        static_cast<double>(target.clock_hz);
  }
  set_pace(features, target, report);
  report.budgets = {
      {"RAM", "KB", static_cast<double>(cost.ram_bytes) / kBytesAKb,
       limit_of(requirements.ram_bytes, target.ram_bytes) / kBytesAKb},
      {"flash", "KB", static_cast<double>(cost.flash_bytes) / kBytesAKb,
       limit_of(requirements.flash_bytes, target.flash_bytes) / kBytesAKb}};
  if (report.latency_ms > 0) {
    report.budgets.push_back(
        {"latency", "ms", report.latency_ms, requirements.latency_ms});
  }
  return report;
}

}  // namespace

const FieldList& DesignSettings::fields() {
  static const FieldList list =
      FieldsOf<DesignSettings>()
          .choice("model", &DesignSettings::model, zoo_names(),
                  "the network's architecture")
          .number("width", &DesignSettings::width,
                  "times the filters of every layer", {0.05, 20})
          .choice("head", &DesignSettings::head, {"auto", "labels", "words"},
                  "what the outputs stand for: the application's labels, or "
                  "every word of the data set (auto: words for tc)");
  return list;
}

ScoreMapping map_classes(const Graph& graph,
                         const std::vector<std::string>& labels) {
  ScoreMapping scores;
  scores.labels = labels;
  scores.logits =
      graph.layers.empty() || graph.layers.back().kind != LayerKind::kSoftmax;
  for (const std::string& name : graph.classes) {
    auto found = std::ranges::find(labels, name);
    if (found == labels.end()) found = std::ranges::find(labels, "unknown");
    if (found == labels.end()) {
      throw Error("the word '" + name + "' belongs to no label",
                  "requirements.labels",
                  "Add the label 'unknown', or set design.head to labels.");
    }
    scores.groups.push_back(static_cast<int>(found - labels.begin()));
  }
  return scores;
}

Design design(const DesignRequirements& requirements,
              const FeatureBlock& features, const Target& target,
              const DesignSettings& settings) {
  if (requirements.labels.size() < 2) {
    throw Error("a model needs at least two labels to tell apart",
                "requirements.labels", "Name a second word, or 'unknown'.");
  }
  const auto [height, width, channels] = features.input_shape();
  Design result;
  result.graph =
      make_zoo_graph(settings.model, {height, width, channels},
                     has_word_head(settings) ? word_classes(requirements)
                                             : requirements.labels);
  widen(result.graph, settings.width);
  result.scores = map_classes(result.graph, requirements.labels);
  result.report = make_report(result.graph, requirements, features, target);
  return result;
}

}  // namespace mote
