// Units of measurement, as axes name them.
#pragma once

#include <string_view>

namespace mote {

// Values in `from` times this are in `to`; 0 where the two measure different
// things, or one of them is unknown. Known are accelerations (g, mg, m/s2),
// rates of turn (deg/s, mdeg/s, rad/s), angles (deg, rad), magnetic fields (uT,
// gauss, mgauss), voltages (V, mV, uV), currents (A, mA), pressures (Pa, hPa,
// kPa) and lengths (m, cm, mm). Every unit is itself times 1.
double unit_factor(std::string_view from, std::string_view to);

}  // namespace mote
