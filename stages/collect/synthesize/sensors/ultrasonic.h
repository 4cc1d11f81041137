// An ultrasonic distance sensor: a pulse, and the time until it comes back.
//
// Sound of a degree T (Celsius) is at 331.3 sqrt(1 + T / 273.15) m/s (an ideal
// gas), and comes back from a distance d after 2 d / c. The sensor knows no
// temperature: it takes c for 343 m/s, so it errs by 0.17 % a degree from 20.
// It counts microseconds; beyond its range, and now and then of what stands
// aslant, no echo comes and its reading is the range.
#pragma once

namespace mote {

double speed_of_sound_m_s(double celsius);

// Where an echo takes this long, as the sensor says.
double measured_distance_m(double distance_m, double celsius);

}  // namespace mote
