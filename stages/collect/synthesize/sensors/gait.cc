#include "stages/collect/synthesize/sensors/gait.h"

#include <algorithm>

#include "stages/collect/synthesize/sensors/transducer.h"

namespace mote {
namespace {

constexpr double kForwards = 0.2, kSideways = 0.1;

}  // namespace

Vector3 walking_acceleration(double phase, double steps_hz) {
  const double step = kTwoPi * phase;
  const double first = std::clamp(0.4 + 0.25 * (steps_hz - 2), 0.1, 0.6);
  const double up = first * std::sin(step) +
                    0.1 * std::sin(2 * step - kTwoPi / 4) +
                    0.1 * std::sin(3 * step - kTwoPi / 4);
  return {kGravity_m_s2 * kForwards * std::cos(step),
          kGravity_m_s2 * kSideways * std::sin(step / 2), kGravity_m_s2 * up};
}

Vector3 running_acceleration(double phase, double contact) {
  const double part = (phase - std::floor(phase)) / contact;
  const double force =
      part < 1 ? kTwoPi / (4 * contact) * std::sin(kTwoPi / 2 * part) : 0;
  return {kGravity_m_s2 * kForwards * std::cos(kTwoPi * phase),
          kGravity_m_s2 * kSideways * std::sin(kTwoPi * phase / 2),
          kGravity_m_s2 * (force - 1)};
}

}  // namespace mote
