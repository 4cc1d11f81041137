#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/results.h"
#include "app/cli/stage_runner.h"
#include "app/workflow/evaluation.h"

namespace mote {
namespace {

struct EvaluateOptions {
  std::string on = "int8", data;
  int folds = 0;
};

// Cross-validation trains and judges models of its own.
void check(const EvaluateOptions& options) {
  if (options.folds == 0) return;
  if (options.folds < 2) {
    throw UsageError("cross-validation needs two folds or more", "--folds",
                     "Such as --folds 5.");
  }
  if (options.on != "int8" || !options.data.empty()) {
    throw UsageError(
        "--folds judges int8 models on the project's own recordings", "--folds",
        "Leave out --on and --data.");
  }
}

void print_classes(const nlohmann::json& evaluation, Console& console) {
  console.print("  {:<16} {:>6} {:>10} {:>8} {:>8}", "label", "clips",
                "precision", "recall", "F1");
  for (const auto& metrics : evaluation.at("per_class")) {
    const int samples = metrics.at("samples");
    const auto share = [&](const char* name) {
      return samples > 0 ? percent_text(metrics.at(name)) : std::string("-");
    };
    console.print("  {:<16} {:>6} {:>10} {:>8} {:>8}",
                  metrics.at("label").get<std::string>(), samples,
                  share("precision"), share("recall"), share("f1"));
  }
}

void print_confusion(const nlohmann::json& evaluation, Console& console) {
  console.print("\n  said \\ understood");
  const auto labels = evaluation.at("labels").get<std::vector<std::string>>();
  std::string heading(18, ' ');
  for (const std::string& label : labels) {
    heading += fmt::format(" {:>9.9}", label);
  }
  console.print("{}", heading);
  for (size_t row = 0; row < labels.size(); ++row) {
    std::string line = fmt::format("  {:<16.16}", labels[row]);
    for (const auto& count : evaluation.at("confusion")[row]) {
      line += fmt::format(" {:>9}", count.get<int>());
    }
    console.print("{}", line);
  }
}

void print_roc(const nlohmann::json& evaluation, Console& console) {
  const auto& chosen = evaluation.at("roc").at("chosen");
  console.print(
      "\nListening, with a threshold of {:.2f}: {} of the words are found; in "
      "{} of the\nother clips it reports one. Area under the ROC {:.3f}.",
      chosen.at("threshold").get<double>(),
      percent_text(chosen.at("true_positive_rate")),
      percent_text(chosen.at("false_positive_rate")),
      evaluation.at("roc").at("area").get<double>());
}

void print_evaluation(const nlohmann::json& evaluation, Console& console) {
  const auto& interval = evaluation.at("interval");
  console.print("accuracy {} ({} to {}), balanced {} ({} to {}), {} clips",
                percent_text(evaluation.at("accuracy")),
                percent_text(interval.at("accuracy")[0]),
                percent_text(interval.at("accuracy")[1]),
                percent_text(evaluation.at("balanced_accuracy")),
                percent_text(interval.at("balanced_accuracy")[0]),
                percent_text(interval.at("balanced_accuracy")[1]),
                evaluation.at("samples").get<int>());
  console.print(
      "without silence: accuracy {}, balanced {}\n",
      percent_text(evaluation.at("without_silence").at("accuracy")),
      percent_text(evaluation.at("without_silence").at("balanced_accuracy")));
  print_classes(evaluation, console);
  print_confusion(evaluation, console);
  print_roc(evaluation, console);
  for (const auto& note : evaluation.at("notes")) {
    console.print("Note: {}.", note.get<std::string>());
  }
  if (evaluation.contains("firmware_equal")) {
    console.print(
        "Firmware and host gave the same scores, bit for bit, on {} "
        "of the clips.",
        percent_text(evaluation.at("firmware_equal")));
  }
}

nlohmann::json make_evaluation(const Project& project,
                               const EvaluateOptions& options, Console& console,
                               const CommonOptions& common) {
  Run run = console.run(common.threads);
  if (options.folds > 0) return cross_validate(project, options.folds, run);
  const std::string until = options.on == "firmware" ? "deploy" : "evaluate";
  const auto states = run_stages(project, until, false, console, common);
  if (options.on == "int8" && options.data.empty()) {
    return states.back().facts;
  }
  return evaluate_on(project, states, {options.on, options.data}, run);
}

int evaluate_project(const EvaluateOptions& options, Console& console,
                     const CommonOptions& common) {
  check(options);
  const Project project = Project::open(common.project, common.overrides);
  const nlohmann::json evaluation =
      make_evaluation(project, options, console, common);
  console.result(evaluation);
  print_evaluation(evaluation, console);
  console.print("");
  print_targets(evaluation, console);
  return evaluation.at("targets_met").get<bool>() ? 0 : 1;
}

}  // namespace

void evaluate_command(Arguments& arguments) {
  auto options = std::make_shared<EvaluateOptions>();
  arguments.runs_stages();
  arguments.settings_of("evaluate");
  arguments.choice("--on", options->on, {"int8", "float", "firmware"},
                   "what is judged; firmware runs in the emulator and is also "
                   "compared with int8 on the host, bit for bit");
  arguments.option("--data", options->data,
                   "other recordings: a folder a label; speakers heard in "
                   "training are left out");
  arguments.option("--folds", options->folds,
                   "cross-validation: train and judge this many times, each "
                   "speaker judged once by a model that never heard them");
  arguments.examples(
      "  mote evaluate\n"
      "  mote evaluate --on firmware --json\n"
      "  mote evaluate --data ../other/recordings\n"
      "  mote evaluate --folds 5 --set design.model=tc\n");
  arguments.action([options](Console& console, const CommonOptions& common) {
    return evaluate_project(*options, console, common);
  });
}

}  // namespace mote
