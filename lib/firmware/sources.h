// The hand-written sources that a firmware consists of.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/compiler/target.h"
#include "lib/firmware/build.h"

namespace mote {

// The files of device/ that `files` (of device/ too) need: themselves, what
// they include, and the definitions beside each header (for device/nn only
// those that `files` name: the compiler has chosen among variants). Sorted by
// path, each once.
std::vector<SourceFile> device_sources(
    const std::vector<std::filesystem::path>& files);

// Main, start-up code and memory map of a target.
std::vector<SourceFile> target_sources(const Target& target);

}  // namespace mote
