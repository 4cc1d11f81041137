#include "app/workflow/stage.h"

namespace mote {

const std::string& StageWork::object(const std::string& name) const {
  return inputs_.at(name);
}

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

void StageWork::give_tree(const std::string& name, const fs::path& folder) {
  nlohmann::json tree = nlohmann::json::object();
  ObjectStore::Batch batch(project.store().objects());
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = fs::relative(entry.path(), folder).string();
    tree[path] = batch.add(read_bytes(entry.path()));
  }
  batch.commit();
  give(name, tree.dump());
}

}  // namespace mote
