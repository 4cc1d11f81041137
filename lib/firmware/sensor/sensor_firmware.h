// Firmware that streams a board's sensor over its UART.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/compiler/target.h"
#include "lib/firmware/build.h"

namespace mote {

// What build_sensor_firmware leaves in its folder.
struct SensorFirmware {
  std::filesystem::path sources;  // src/: builds by itself with make
  std::filesystem::path program;  // firmware.elf
  std::filesystem::path image;    // firmware.bin, the bytes to program
};

// All sources: main and UART, start-up code, device/stream, and `driver` as
// sensor.cc. Throws Error for a target without an UART driver
// (targets/board/NAME/stream), and for a speed that the UART does not reach.
std::vector<SourceFile> sensor_firmware_sources(const std::string& driver,
                                                const Target& target, int baud);

// Writes the sources, in the place of those that an earlier call left there,
// and builds them; the folder remembers its target. Throws Error when the
// compiler is not installed or fails, and for a src/ that is somebody else's.
SensorFirmware build_sensor_firmware(const std::string& driver,
                                     const Target& target, int baud,
                                     const std::filesystem::path& folder,
                                     Run& run);

// The target that a folder of build_sensor_firmware was built for. Throws
// Error for any other folder.
Target sensor_firmware_target(const std::filesystem::path& folder);

// The names of the targets that can stream.
std::vector<std::string> sensor_targets();

}  // namespace mote
