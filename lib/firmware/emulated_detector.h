// The Detector of a real firmware, running in an emulator.
#pragma once

#include <filesystem>
#include <memory>

#include "lib/compiler/target.h"
#include "lib/package/package.h"
#include "lib/runner/detector.h"

namespace mote {

// `elf` was built by build_firmware from this package for this target. Scores
// of many clips come from as many emulators as there are cores.
std::unique_ptr<Detector> make_emulated_detector(
    const Package& package, const Target& target,
    const std::filesystem::path& elf);

}  // namespace mote
