// The detector that a project has made, on what a command asks for.
#pragma once

#include <memory>
#include <string>

#include "app/cli/stage_runner.h"
#include "lib/runner/detector.h"

namespace mote {

// `on` is "int8" or "float" (this computer) or "firmware" (the emulator).
// Runs the stages that make it where they are stale. Throws Error when no
// target of [deploy] has an emulator.
std::unique_ptr<Detector> project_detector(const Project& project,
                                           const std::string& on,
                                           Console& console,
                                           const CommonOptions& common);

}  // namespace mote
