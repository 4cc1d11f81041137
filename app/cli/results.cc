#include "app/cli/results.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/workflow/out_folder.h"

namespace mote {
namespace {

const StageState* find_state(const std::vector<StageState>& states,
                             const std::string& stage) {
  for (const StageState& state : states) {
    if (state.stage == stage && state.fresh) return &state;
  }
  return nullptr;
}

std::string metric_words(std::string metric) {
  std::replace(metric.begin(), metric.end(), '_', ' ');
  return metric;
}

void print_accuracy(const nlohmann::json& facts, Console& console) {
  const auto& interval = facts.at("interval").at("balanced_accuracy");
  console.print("Balanced accuracy {} ({} to {}) on {} {}.",
                percent_text(facts.at("balanced_accuracy")),
                percent_text(interval[0]), percent_text(interval[1]),
                facts.at("samples").get<int>(),
                facts.at("held_out").get<std::string>());
}

void print_origin(const nlohmann::json& facts, Console& console) {
  if (facts.value("recorded", 0) > 0) return;
  console.print(
      "It was measured on synthetic voices: real ones will do worse until you "
      "add\nrecordings. Make it yours with two commands:\n"
      "  mote collect record WORD --count 20\n"
      "  mote run");
}

}  // namespace

std::string percent_text(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

void print_targets(const nlohmann::json& evaluation, Console& console) {
  for (const auto& target : evaluation.at("targets")) {
    const double missed_by = target.at("missed_by");
    console.print(
        "{} {}, target {} {}: {}", metric_words(target.at("metric")),
        percent_text(target.at("reached")),
        target.at("comparison").get<std::string>(),
        percent_text(target.at("wanted")),
        target.at("met").get<bool>()
            ? "met"
            : fmt::format("missed by {:.1f} points", 100 * missed_by));
  }
}

void print_results(const Project& project,
                   const std::vector<StageState>& states, Console& console) {
  console.print("");
  if (const StageState* evaluated = find_state(states, "evaluate")) {
    print_accuracy(evaluated->facts, console);
    print_targets(evaluated->facts, console);
    for (const auto& note : evaluated->facts.at("notes")) {
      console.print("Note: {}.", note.get<std::string>());
    }
  }
  if (const StageState* collected = find_state(states, "collect")) {
    print_origin(collected->facts, console);
  }
  for (const Stage& stage : stages()) {
    if (find_state(states, stage.name) == nullptr) continue;
    for (const auto& [artifact, path] : stage.shows) {
      console.print("  {:<18} {}", artifact,
                    shown_path(project, stage, artifact).string());
    }
  }
}

}  // namespace mote
