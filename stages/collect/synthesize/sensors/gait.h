// People who walk and run, after the forces that their feet exert on floors:
// H. Bachmann and W. Ammann, "Vibrations in Structures Induced by Man and
// Machines" (IABSE, 1987).
//
// Walking at f steps/s: the vertical force over the weight is
//   1 + a1 sin(2 pi f t) + 0.1 sin(4 pi f t - pi/2) + 0.1 sin(6 pi f t - pi/2)
// with a1 = 0.4 at 2 steps/s, rising by 0.1 for each 0.4 steps/s; forwards 0.2
// at f, sideways 0.1 at f/2. Running: half sines while a foot is on the floor,
// for the share c of a step, of height pi / (2 c), nothing in between. The
// trunk's acceleration is gravity times the force over the weight, less 1.
// Walking has 2.0 +- 0.17 steps/s (Matsumoto et al., 1978).
#pragma once

#include "stages/collect/synthesize/sensors/motion.h"

namespace mote {

// Of the body, in steps: forwards x, sideways y, up z, in m/s2. phase: steps
// since the first, of any size.
Vector3 walking_acceleration(double phase, double steps_hz);
Vector3 running_acceleration(double phase, double contact);

}  // namespace mote
