// What the workflow knows of a stage: what it reads, takes and gives.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/workflow/project.h"
#include "lib/base/run.h"

namespace mote {

// What a stage's function sees of the workflow: artifacts by name.
class StageWork {
 public:
  StageWork(const Project& project, Run& run,
            const std::map<std::string, std::string>& inputs)
      : project(project), run(run), inputs_(inputs) {}

  const Project& project;
  Run& run;

  // The object that an input is, by its name in the store.
  const std::string& object(const std::string& name) const;
  std::vector<uint8_t> input(const std::string& name) const;
  std::string input_text(const std::string& name) const;
  nlohmann::json input_json(const std::string& name) const;

  void give(const std::string& name, std::span<const uint8_t> bytes);
  void give(const std::string& name, std::string_view text);
  // A folder's files: each is an object, the artifact lists them by path.
  void give_tree(const std::string& name, const fs::path& folder);
  // Name -> object, of all that was given.
  const std::map<std::string, std::string>& outputs() const { return outputs_; }

 private:
  std::map<std::string, std::string> inputs_, outputs_;
};

struct Stage {
  std::string name;
  int version = 1;                 // raised when the function's results change
  std::vector<std::string> reads;  // settings: "train", "requirements.labels"
  std::vector<std::string> takes;  // artifacts of earlier stages
  std::vector<std::string> gives;  // artifacts
  // What is laid down under out/: an artifact and its path there, in which
  // NAME stands for the project's name ("package" -> "NAME.mote"). A path
  // that ends in '/' is a folder and its artifact a tree.
  std::map<std::string, std::string> shows;
  // Does the work, gives every artifact of `gives`, and returns its facts: a
  // JSON object with "summary" (a line for people) and what --json prints.
  std::function<nlohmann::json(StageWork&)> work;
  // Inputs from outside the workflow (recordings, toolchain): name -> hash.
  std::function<std::map<std::string, std::string>(const Project&)> outside;
};

// The stages in the order of data: one row each.
const std::vector<Stage>& stages();

}  // namespace mote
