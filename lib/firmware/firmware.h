// A package as a program for a target.
#pragma once

#include <filesystem>
#include <vector>

#include "lib/base/run.h"
#include "lib/compiler/target.h"
#include "lib/firmware/build.h"
#include "lib/package/package.h"

namespace mote {

// What build_firmware leaves in its folder.
struct Firmware {
  std::filesystem::path sources;  // src/: builds by itself with -I src
  // firmware.elf for boards; `listen`, which reads samples from standard
  // input, for targets with an operating system.
  std::filesystem::path program;
  // firmware.bin, the bytes to program, for boards; libapplication.a, all but
  // main, for the others.
  std::filesystem::path image;
};

// All sources of the firmware: generated, device/, main and start-up code.
std::vector<SourceFile> firmware_sources(const Package& package,
                                         const Target& target);

// Writes the sources and builds them. Throws Error when the model has an
// operator that no kernel can do, when the compiler is not installed or when
// it fails.
Firmware build_firmware(const Package& package, const Target& target,
                        const std::filesystem::path& folder, Run& run);

}  // namespace mote
