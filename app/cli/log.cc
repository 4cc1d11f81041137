#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/workflow/lineage.h"
#include "app/workflow/sections.h"

namespace mote {
namespace {

std::string short_name(const std::string& object) {
  return object.substr(0, 12);
}

// The defaults of "train" or of "requirements.labels"; null for a section that
// this mote does not have.
nlohmann::json defaults_of(const std::string& name) {
  const std::string section_name = name.substr(0, name.find('.'));
  for (const Section& section : sections()) {
    if (section.name != section_name) continue;
    const auto all = nlohmann::json::parse(section.canonical({}));
    if (name == section_name) return all;
    return all.value(name.substr(section_name.size() + 1), nlohmann::json());
  }
  return {};
}

// Appends "train.epochs = 60" for each value that is not the default.
void list_changes(const std::string& name, const nlohmann::json& value,
                  const nlohmann::json& usual,
                  std::vector<std::string>& changes) {
  if (value == usual) return;
  if (!value.is_object()) {
    changes.push_back(fmt::format("{} = {}", name, value.dump()));
    return;
  }
  for (const auto& [key, entry] : value.items()) {
    const bool known = usual.is_object() && usual.contains(key);
    list_changes(name + "." + key, entry,
                 known ? usual.at(key) : nlohmann::json(), changes);
  }
}

std::string changed_settings(const Recipe& recipe) {
  std::vector<std::string> changes;
  const auto settings = nlohmann::json::parse(recipe.settings);
  for (const auto& [name, value] : settings.items()) {
    list_changes(name, value, defaults_of(name), changes);
  }
  if (changes.empty()) return "default settings";
  return fmt::format("{}", fmt::join(changes, ", "));
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
  console.print("    with  {}", changed_settings(recipe));
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
  for (const std::string& version : lineage.versions) {
    console.print("\nversion '{}' of the data: mote collect diff '{}' now",
                  version, version);
  }
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
