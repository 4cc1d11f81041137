// A board in the emulator as a source of readings.
#pragma once

#include "lib/live/live_source.h"

namespace mote {

// options.address: a folder of build_sensor_firmware, whose firmware runs in
// QEMU, in real time, as long as the source is open; its UART is read. Throws
// Error where there is none or the emulator is not installed.
LiveSource open_sensor_firmware(const SourceOptions& options);

}  // namespace mote
