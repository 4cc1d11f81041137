#include "app/workflow/lineage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <set>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/dataset/versions.h"

namespace mote {
namespace {

constexpr size_t kShortestPrefix = 6;

bool matches(const std::string& asked, const std::string& name,
             const std::string& object) {
  return asked == name ||
         (asked.size() >= kShortestPrefix && object.starts_with(asked));
}

// A file's content may also be one of a tree's files.
std::string find_in_tree(Store& store, const std::string& tree,
                         const std::string& file_object) {
  if (!store.objects().has(tree)) return "";
  const std::string text = store.objects().get_text(tree);
  return text.find(file_object) != std::string::npos ? tree : "";
}

std::string find_object(const Project& project, const std::string& artifact) {
  Store& store = project.store();
  std::string wanted = artifact;
  std::error_code ignored;
  const bool is_file = fs::is_regular_file(artifact, ignored);
  if (is_file) wanted = sha256(read_bytes(artifact));
  std::set<std::string> names;
  for (const Recipe& recipe : store.ledger().history()) {
    for (const auto& [name, object] : recipe.outputs) {
      if (matches(wanted, name, object)) return object;
      if (is_file && name == "deployment" &&
          !find_in_tree(store, object, wanted).empty()) {
        return object;
      }
      names.insert(name);
    }
  }
  throw Error(fmt::format("'{}' was not made by this project", artifact), "",
              names.empty()
                  ? "Nothing was made yet: mote run."
                  : fmt::format("Artifacts: {}.", fmt::join(names, ", ")));
}

std::vector<Sample> recordings_of(Store& store,
                                  const std::vector<Recipe>& recipes) {
  for (const Recipe& recipe : recipes) {
    const auto snapshot = recipe.outputs.find("snapshot");
    if (snapshot == recipe.outputs.end()) continue;
    return parse_snapshot(snapshot_text(store, snapshot->second));
  }
  return {};
}

// The names of versions that hold the samples as they were collected.
std::vector<std::string> versions_of(Store& store,
                                     const std::vector<Recipe>& recipes) {
  std::vector<std::string> names;
  for (const Recipe& recipe : recipes) {
    const auto kept = recipe.outputs.find("version");
    if (kept == recipe.outputs.end()) continue;
    for (const Version& version : Versions(store).list()) {
      if (version.object == kept->second) names.push_back(version.name);
    }
  }
  return names;
}

nlohmann::json sample_json(const Sample& sample) {
  return {{"id", sample.id},       {"name", sample.name},
          {"label", sample.label}, {"group", sample.group},
          {"split", sample.split}, {"source", sample.source}};
}

}  // namespace

std::map<std::string, int> Lineage::recordings_by_label() const {
  std::map<std::string, int> counts;
  for (const Sample& sample : recordings) ++counts[sample.label];
  return counts;
}

Lineage trace(const Project& project, const std::string& artifact) {
  Lineage lineage;
  lineage.artifact = artifact;
  lineage.object = find_object(project, artifact);
  lineage.recipes = project.store().ledger().lineage(lineage.object);
  lineage.recordings = recordings_of(project.store(), lineage.recipes);
  lineage.versions = versions_of(project.store(), lineage.recipes);
  return lineage;
}

nlohmann::json lineage_json(const Lineage& lineage) {
  nlohmann::json recipes = nlohmann::json::array();
  for (const Recipe& recipe : lineage.recipes) {
    recipes.push_back({{"stage", recipe.stage},
                       {"version", recipe.version},
                       {"key", recipe.key},
                       {"when", recipe.when},
                       {"instruction_set", recipe.isa},
                       {"settings", nlohmann::json::parse(recipe.settings)},
                       {"inputs", recipe.inputs},
                       {"outputs", recipe.outputs}});
  }
  nlohmann::json recordings = nlohmann::json::array();
  for (const Sample& sample : lineage.recordings) {
    recordings.push_back(sample_json(sample));
  }
  return {{"artifact", lineage.artifact},
          {"object", lineage.object},
          {"recipes", recipes},
          {"versions", lineage.versions},
          {"recordings", recordings}};
}

}  // namespace mote
