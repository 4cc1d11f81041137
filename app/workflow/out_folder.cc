#include "app/workflow/out_folder.h"

#include "lib/base/file.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

bool holds(const fs::path& path, const std::string& object) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) &&
         sha256(read_bytes(path)) == object;
}

// ELF, the format of Linux programs.
bool is_program(const std::vector<uint8_t>& bytes) {
  return bytes.size() > 4 && bytes[0] == 0x7f && bytes[1] == 'E' &&
         bytes[2] == 'L' && bytes[3] == 'F';
}

void lay_out_file(const ObjectStore& objects, const std::string& object,
                  const fs::path& path) {
  if (holds(path, object)) return;
  const std::vector<uint8_t> bytes = objects.get(object);
  write_atomically(path, bytes);
  if (is_program(bytes)) {
    fs::permissions(
        path,
        fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec,
        fs::perm_options::add);
  }
}

void lay_out_tree(const ObjectStore& objects, const std::string& object,
                  const fs::path& folder) {
  const auto tree = nlohmann::json::parse(objects.get_text(object));
  for (const auto& [path, file] : tree.items()) {
    lay_out_file(objects, file.get<std::string>(), folder / path);
  }
}

}  // namespace

fs::path shown_path(const Project& project, const Stage& stage,
                    const std::string& artifact) {
  std::string path = stage.shows.at(artifact);
  const size_t name = path.find("NAME");
  if (name != std::string::npos) path.replace(name, 4, project.name());
  return project.out() / path;
}

void lay_out(const Project& project, const Stage& stage, const Recipe& recipe) {
  const ObjectStore& objects = project.store().objects();
  for (const auto& [artifact, path] : stage.shows) {
    const fs::path place = shown_path(project, stage, artifact);
    const std::string& object = recipe.outputs.at(artifact);
    if (path.back() == '/') {
      lay_out_tree(objects, object, place);
    } else {
      lay_out_file(objects, object, place);
    }
  }
}

}  // namespace mote
