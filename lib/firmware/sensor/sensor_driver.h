// The driver of a sensor that is not there: a signal compiled into the
// firmware, for boards in an emulator and for tests of the whole way.
#pragma once

#include <string>

#include "lib/signal/signal.h"

namespace mote {

// The text of a sensor.cc (targets/stream/sensor.h) which gives the frames of
// the signal one by one, and then again from the first. Throws Error for a
// signal without frames or rate, with frames of more than 4,000 bytes or more
// than 255 axes.
std::string emit_sensor_driver(const Signal& signal, const std::string& device);

// Bytes a second on the line for this signal, descriptions included, within a
// few per cent: a line of N baud carries N / 10.
double line_bytes_a_second(const Signal& signal);

// Two seconds of an accelerometer's x, y and z in m/s2, at 100 Hz: swings of 1
// and 2 Hz, and gravity.
Signal test_sensor_signal();

}  // namespace mote
