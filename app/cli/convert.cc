#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/stage_runner.h"

namespace mote {
namespace {

int convert_project(Console& console, const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  nlohmann::json facts = run_to_stage(project, "convert", console, common);
  const std::string model = (project.out() / "model.tflite").string();
  facts["model"] = model;
  console.result(facts);
  console.print("{:<28} {:<20} {:>10} {:>10} {:>12}", "tensor", "operation",
                "low", "high", "scale");
  for (const auto& tensor : facts.at("tensors")) {
    console.print("{:<28.28} {:<20} {:>10.4g} {:>10.4g} {:>12.4g}",
                  tensor.at("name").get<std::string>(),
                  tensor.at("operation").get<std::string>(),
                  tensor.at("range_low").get<double>(),
                  tensor.at("range_high").get<double>(),
                  tensor.at("scale").get<double>());
  }
  console.print("\n{}  {} (float: {})", model,
                size_text(facts.at("int8_bytes")),
                size_text(facts.at("float_bytes")));
  return 0;
}

}  // namespace

void convert_command(Arguments& arguments) {
  arguments.runs_stages();
  arguments.settings_of("convert");
  arguments.examples(
      "  mote convert\n"
      "  mote convert --set convert.ranges=percentile\n");
  arguments.action(convert_project);
}

}  // namespace mote
