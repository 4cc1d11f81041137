#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/results.h"
#include "app/cli/stage_runner.h"

namespace mote {
namespace {

// Of a tensor's int8 values against float's.
std::string noise_text(double signal_to_noise_db) {
  constexpr double kExact = 200;
  if (signal_to_noise_db >= kExact) return "exact";
  return fmt::format("{:.1f}", signal_to_noise_db);
}

void print_detection(const nlohmann::json& detection, Console& console) {
  const double threshold = detection.at("threshold");
  if (!detection.at("threshold_chosen").get<bool>()) {
    console.print("\na word is reported from a score of {:.2f}", threshold);
    return;
  }
  console.print(
      "\na word is reported from a score of {:.2f}, chosen on {} validation "
      "clips:\n{} of the words found, one reported in {} of the others",
      threshold, detection.at("clips").get<int>(),
      percent_text(detection.at("words_found")),
      percent_text(detection.at("false_alarms")));
}

int convert_project(Console& console, const CommonOptions& common) {
  const Project project = Project::open(common.project, common.overrides);
  nlohmann::json facts = run_to_stage(project, "convert", console, common);
  const std::string model = (project.out() / "model.tflite").string();
  facts["model"] = model;
  console.result(facts);
  console.print("{:<28} {:<20} {:>10} {:>10} {:>12} {:>8}", "tensor",
                "operation", "low", "high", "scale", "S/N dB");
  for (const auto& tensor : facts.at("tensors")) {
    console.print("{:<28.28} {:<20} {:>10.4g} {:>10.4g} {:>12.4g} {:>8}",
                  tensor.at("name").get<std::string>(),
                  tensor.at("operation").get<std::string>(),
                  tensor.at("range_low").get<double>(),
                  tensor.at("range_high").get<double>(),
                  tensor.at("scale").get<double>(),
                  noise_text(tensor.at("signal_to_noise_db")));
  }
  console.print("int8 and float choose the same class for {} of the clips",
                percent_text(facts.at("agreement")));
  print_detection(facts.at("detection"), console);
  console.print("{}  {} (float: {})", model, size_text(facts.at("int8_bytes")),
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
