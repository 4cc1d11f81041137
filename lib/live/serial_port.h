// A serial port: a board on USB, or anything else with a device file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/live/live_source.h"

namespace mote {

// Device files of the serial ports that boards are on: USB ones, by name.
std::vector<std::string> serial_ports();

// Opens the port of options.address ("": the only one there is) at
// options.baud, 8 data bits, no parity, raw; what waited there unread is
// dropped. Text, unless options.decoder says otherwise. Throws Error, saying
// what to do, when there is no such port, it is in use or not permitted, or
// the speed is none that ports have.
LiveSource open_serial_port(const SourceOptions& options);

}  // namespace mote
