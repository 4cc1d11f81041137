#include "lib/firmware/firmware.h"

#include "lib/base/file.h"
#include "lib/compiler/compile.h"
#include "lib/firmware/application.h"
#include "lib/firmware/elf.h"
#include "lib/firmware/sources.h"
#include "lib/model/tflite/tflite.h"

namespace mote {

std::vector<SourceFile> firmware_sources(const Package& package,
                                         const Target& target) {
  const Plan plan = compile(read_tflite(package.model, package.name), target);
  std::vector<SourceFile> files = emit_application(package, plan, target);
  for (SourceFile& file : target_sources(target)) {
    files.push_back(std::move(file));
  }
  return files;
}

Firmware build_firmware(const Package& package, const Target& target,
                        const fs::path& folder, Run& run) {
  Firmware firmware;
  firmware.sources = folder / "src";
  write_sources(firmware_sources(package, target), firmware.sources);
  BuildOptions options;
  const bool bare = fs::exists(firmware.sources / "link.ld");
  write_atomically(firmware.sources / "Makefile",
                   makefile(target, bare, bare ? "firmware.elf" : "listen"));
  if (bare) {
    firmware.program = folder / "firmware.elf";
    firmware.image = folder / "firmware.bin";
    build_program(target, firmware.sources, firmware.program, options, run);
    write_atomically(firmware.image, flash_contents(firmware.program));
  } else {
    firmware.program = folder / "listen";
    firmware.image = folder / "libapplication.a";
    options.library = firmware.image;
    build_program(target, firmware.sources, firmware.program, options, run);
  }
  return firmware;
}

}  // namespace mote
