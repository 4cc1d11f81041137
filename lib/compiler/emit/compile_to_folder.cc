#include <set>

#include "lib/base/file.h"
#include "lib/base/resources.h"
#include "lib/compiler/emit/emit.h"

namespace mote {
namespace {

// The files of device/ that `source` includes, itself among them.
void gather(const std::string& source, std::set<std::string>& files) {
  if (!files.insert(source).second) return;
  const std::string text = read_text(resource_folder() / source);
  const std::string marker = "#include \"";
  for (size_t at = text.find(marker); at != std::string::npos;
       at = text.find(marker, at + 1)) {
    const size_t begin = at + marker.size();
    gather(text.substr(begin, text.find('"', begin) - begin), files);
  }
}

}  // namespace

Plan compile_to_folder(const Model& model, const Target& target,
                       const fs::path& folder, const EmitOptions& options,
                       const CompileOptions& compile_options) {
  Plan plan = compile(model, target, compile_options);
  const EmittedCode code = emit(plan, options);
  std::set<std::string> files;
  for (const std::string& source : code.sources) gather(source, files);
  for (const Step& step : plan.steps) {
    if (step.is_call() && step.folder.empty()) gather(step.header, files);
  }
  for (const std::string& file : files) {
    write_atomically(folder / file, read_text(resource_folder() / file));
  }
  for (const auto& [name, text] : code.files) {
    write_atomically(folder / name, text);
  }
  return plan;
}

}  // namespace mote
