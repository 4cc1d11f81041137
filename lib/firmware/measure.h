// What a firmware costs, measured in the emulator.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "lib/compiler/target.h"
#include "lib/features/feature_block.h"

namespace mote {

struct FirmwareFacts {
  int64_t flash_bytes = 0;  // code, constants, initial values
  int64_t ram_bytes = 0;    // variables, ring, window, arena; no stack

  // The rest only where the target has an emulator (`measured`).
  bool measured = false;
  int64_t stack_bytes = 0;  // deepest, main loop and interrupt together
  int64_t instructions_a_second = 0;  // of audio: features and inferences
  int64_t instructions_an_inference = 0;

  // At the board's clock with the processor's average cycles an instruction;
  // 0 where the clock is not known.
  double cpu_share = 0;
  double inference_ms = 0;
  // Played live at that clock, a timer interrupt a hop.
  int64_t dropped_samples = 0;
  double most_waiting_ms = 0;  // of audio in the ring
};

// Reads the sizes from the file, then runs it for some seconds of audio.
FirmwareFacts measure_firmware(const Target& target,
                               const std::filesystem::path& elf,
                               const FeatureBlock& features);

}  // namespace mote
