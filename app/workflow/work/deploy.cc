#include "stages/deploy/deploy.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/workflow/work/work.h"
#include "lib/base/hash.h"
#include "lib/base/process.h"
#include "lib/base/resources.h"

namespace mote {
namespace {

std::string compiler_version(const std::string& compiler) {
  if (!find_program(compiler)) return "missing";
  const std::string text = run_process({compiler, "-dumpfullversion"}).output;
  return text.substr(0, text.find('\n'));
}

// One hash over the paths and contents of all files below the folders.
std::string hash_sources(const fs::path& root,
                         const std::vector<std::string>& folders) {
  std::vector<fs::path> files;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  Sha256 hash;
  for (const fs::path& file : files) {
    hash.add(fs::relative(file, root).string() + "\n");
    hash.add(sha256(read_bytes(file)));
  }
  return hash.finish();
}

}  // namespace

std::map<std::string, std::string> toolchain_now(const Project& project) {
  std::map<std::string, std::string> inputs = {
      {"device sources",
       hash_sources(resource_folder(), {"device", "targets"})}};
  for (const std::string& name :
       project.settings<DeploySettings>("deploy").targets) {
    const std::string compiler = read_target(name).compiler;
    inputs[compiler] = compiler_version(compiler);
  }
  return inputs;
}

nlohmann::json deploy_work(StageWork& work) {
  const Package package =
      read_package(work.input("package"), work.project.name() + ".mote");
  nlohmann::json list = nlohmann::json::array();
  std::string summary;
  const fs::path folder = work.run.scratch / "deploy";
  for (const std::string& name :
       work.project.settings<DeploySettings>("deploy").targets) {
    const Deployment deployment =
        deploy(package, read_target(name), folder / name, work.run);
    list.push_back(facts_json(deployment));
    list.back()["summary"] = facts_summary(deployment);
    summary += fmt::format("{}{}: flash {:.1f} KB, RAM {:.1f} KB",
                           summary.empty() ? "" : "; ", name,
                           deployment.facts.flash_bytes / 1024.0,
                           deployment.facts.ram_bytes / 1024.0);
  }
  work.give_tree("deployment", folder);
  return {{"summary", summary}, {"targets", list}};
}

}  // namespace mote
