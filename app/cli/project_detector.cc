#include "app/cli/project_detector.h"

#include <nlohmann/json.hpp>

#include "app/workflow/evaluation.h"
#include "lib/firmware/emulated_detector.h"
#include "lib/package/package.h"
#include "lib/runner/host_detector.h"

namespace mote {
namespace {

std::vector<uint8_t> artifact(const Project& project,
                              const std::vector<StageState>& states,
                              const std::string& name) {
  return project.store().objects().get(output_of(states, name));
}

}  // namespace

std::unique_ptr<Detector> project_detector(const Project& project,
                                           const std::string& on,
                                           Console& console,
                                           const CommonOptions& common) {
  const bool emulated = on == "firmware";
  const auto states = run_stages(project, emulated ? "deploy" : "convert",
                                 false, console, common);
  Package package =
      read_package(artifact(project, states, "package"), project.name());
  if (emulated) {
    const Target target = emulated_target(project);
    return make_emulated_detector(
        package, target,
        project.out() / "deploy" / target.name / "firmware.elf");
  }
  if (on == "float") package.model = artifact(project, states, "float.tflite");
  return make_host_detector(package);
}

}  // namespace mote
