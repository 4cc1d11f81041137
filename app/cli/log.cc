#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/workflow/lineage.h"

namespace mote {
namespace {

std::string short_name(const std::string& object) {
  return object.substr(0, 12);
}

void print_recipe(const Recipe& recipe, Console& console) {
  console.print("{} {} on {}, version {}", recipe.when, recipe.stage,
                recipe.isa, recipe.version);
  for (const auto& [name, object] : recipe.outputs) {
    console.print("    gave  {:<18} {}", name, short_name(object));
  }
  for (const auto& [name, object] : recipe.inputs) {
    console.print("    took  {:<18} {}", name, short_name(object));
  }
  console.print("    with  {}", recipe.settings);
}

void print_recordings(const Lineage& lineage, bool all, Console& console) {
  if (lineage.recordings.empty()) return;
  console.print("\n{} recordings:", lineage.recordings.size());
  for (const auto& [label, count] : lineage.recordings_by_label()) {
    console.print("    {:<20} {}", label, count);
  }
  if (!all) return;
  for (const Sample& sample : lineage.recordings) {
    console.print("    {} {} {} {}", short_name(sample.id), sample.name,
                  sample.group, sample.split);
  }
}

int show_log(const std::string& artifact, bool recordings, Console& console,
             const CommonOptions& common) {
  const Project project = Project::open(common.project);
  const Lineage lineage = trace(project, artifact);
  console.result(lineage_json(lineage));
  console.print("{} is {}\n", lineage.artifact, lineage.object);
  for (const Recipe& recipe : lineage.recipes) print_recipe(recipe, console);
  print_recordings(lineage, recordings, console);
  return 0;
}

}  // namespace

void log_command(Arguments& arguments) {
  auto artifact = std::make_shared<std::string>("package");
  auto recordings = std::make_shared<bool>(false);
  arguments.in_project();
  arguments.positional("ARTIFACT", *artifact,
                       "its name (package, model.tflite, checkpoint ...), a "
                       "file under out/, or the first digits of its hash",
                       false);
  arguments.flag("--recordings", *recordings, "list every recording");
  arguments.examples(
      "  mote log\n"
      "  mote log out/model.tflite\n"
      "  mote log checkpoint --recordings\n");
  arguments.action(
      [artifact, recordings](Console& console, const CommonOptions& common) {
        return show_log(*artifact, *recordings, console, common);
      });
}

}  // namespace mote
