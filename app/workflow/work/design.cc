#include "stages/design/design.h"

#include <fmt/format.h>

#include "app/workflow/work/work.h"

namespace mote {
namespace {

using nlohmann::json;

DesignRequirements requirements_of(const Project& project,
                                   const Dataset& dataset) {
  const DeviceSettings device = project.device();
  DesignRequirements requirements;
  requirements.labels = project.requirements().labels;
  requirements.words = dataset.labels();
  requirements.ram_bytes = device.budget.ram_bytes;
  requirements.flash_bytes = device.budget.flash_bytes;
  requirements.latency_ms = device.budget.latency_ms;
  return requirements;
}

json layers_json(const std::vector<DesignedLayer>& layers) {
  json list = json::array();
  for (const DesignedLayer& layer : layers) {
    list.push_back(
        {{"name", layer.name},
         {"kind", layer.kind},
         {"output",
          {layer.output.height, layer.output.width, layer.output.channels}},
         {"parameters", layer.parameters},
         {"macs", layer.macs}});
  }
  return list;
}

json budgets_json(const std::vector<DesignBudget>& budgets) {
  json list = json::array();
  for (const DesignBudget& budget : budgets) {
    list.push_back({{"name", budget.name},
                    {"unit", budget.unit},
                    {"needed", budget.needed},
                    {"limit", budget.limit},
                    {"fits", budget.fits()}});
  }
  return list;
}

json design_facts(const Design& designed) {
  const DesignReport& report = designed.report;
  std::string summary = fmt::format(
      "{}, {} parameters, {} k MACs, {}", designed.graph.name,
      with_commas(report.parameters), report.macs / 1000, report.verdict());
  // Worth telling where it is not what everyone gets.
  if (report.hops_a_score != DesignReport().hops_a_score) {
    summary += "; " + report.pace();
  }
  return {{"summary", summary},
          {"model", designed.graph.name},
          {"target", report.target},
          {"parameters", report.parameters},
          {"macs", report.macs},
          {"ram_bytes", report.ram_bytes},
          {"flash_bytes", report.flash_bytes},
          {"instructions", report.instructions},
          {"latency_ms", report.latency_ms},
          {"hops_a_score", report.hops_a_score},
          {"score_ms", report.score_ms},
          {"cpu_share", report.cpu_share},
          {"pace", report.pace()},
          {"fits", report.fits()},
          {"verdict", report.verdict()},
          {"budgets", budgets_json(report.budgets)},
          {"layers", layers_json(report.layers)},
          {"classes", designed.graph.classes}};
}

// The graph in the checkpoint format, untrained.
std::vector<uint8_t> graph_file(const Design& designed) {
  Checkpoint checkpoint;
  checkpoint.graph = designed.graph;
  checkpoint.scores = designed.scores;
  for (const WeightShape& weight : weight_shapes(designed.graph)) {
    checkpoint.weights[weight.name].resize(static_cast<size_t>(weight.size()));
  }
  return write_checkpoint(checkpoint);
}

}  // namespace

Design design_for(const Project& project, const Dataset& dataset,
                  const FeatureBlock& features) {
  return design(requirements_of(project, dataset), features,
                read_target(project.device().board),
                project.settings<DesignSettings>("design"));
}

json design_work(StageWork& work) {
  const Design designed = design_for(
      work.project, dataset_of(work.project, work.input_text("snapshot")),
      *read_feature_block(work.input_text("feature_block")));
  work.give("graph", graph_file(designed));
  return design_facts(designed);
}

}  // namespace mote
