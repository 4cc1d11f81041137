// The deploy stage: a package as sources, program and facts for a target.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/compiler/target.h"
#include "lib/firmware/firmware.h"
#include "lib/firmware/measure.h"
#include "lib/package/package.h"
#include "lib/settings/settings.h"

namespace mote {

// The section [deploy] of mote.toml.
struct DeploySettings {
  std::vector<std::string> targets = {"qemu-cortex-m4", "linux"};

  static const FieldList& fields();
};

struct Deployment {
  Target target;
  Firmware firmware;
  FirmwareFacts facts;
};

// Into `folder` (made anew): src/, the program and its image, facts.json and
// README.md, which explains them. Throws what build_firmware throws; then
// `folder` is as it was.
Deployment deploy(const Package& package, const Target& target,
                  const std::filesystem::path& folder, Run& run);

// {"target", "flash_bytes", "ram_bytes", and where there is an emulator
// "stack_bytes", "instructions_a_second", "instructions_an_inference",
// "inference_ms", "cpu_share", "clock_hz", "dropped_samples",
// "most_waiting_ms"}
nlohmann::json facts_json(const Deployment& deployment);

// One line: "flash 33.1 KB, RAM 12.4 KB, stack 0.6 KB, 4.1 M instructions a
// second of audio (6.6 % at 80 MHz), 0.9 M an inference".
std::string facts_summary(const Deployment& deployment);

}  // namespace mote
