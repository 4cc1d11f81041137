#include "app/workflow/stage.h"

namespace mote {

std::vector<uint8_t> StageWork::input(const std::string& name) const {
  return project.store().objects().get(inputs_.at(name));
}

std::string StageWork::input_text(const std::string& name) const {
  return project.store().objects().get_text(inputs_.at(name));
}

nlohmann::json StageWork::input_json(const std::string& name) const {
  return nlohmann::json::parse(input_text(name));
}

void StageWork::give(const std::string& name, std::span<const uint8_t> bytes) {
  outputs_[name] = project.store().objects().put(bytes);
}

void StageWork::give(const std::string& name, std::string_view text) {
  outputs_[name] = project.store().objects().put(text);
}

void StageWork::give_tree(
    const std::string& name,
    const std::map<std::string, std::vector<uint8_t>>& files) {
  nlohmann::json tree = nlohmann::json::object();
  for (const auto& [path, bytes] : files) {
    tree[path] = project.store().objects().put(bytes);
  }
  give(name, tree.dump());
}

}  // namespace mote
