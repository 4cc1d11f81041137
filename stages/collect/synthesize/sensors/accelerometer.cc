// What people do, with an accelerometer on their body: see gait.h. Hands that
// shake move to and fro like a sine, 4 to 6 times a second (below the 8 to 12
// Hz of tremor), over some centimetres: acceleration A (2 pi f)^2.
#include <fmt/format.h>

#include "stages/collect/synthesize/sensors/gait.h"
#include "stages/collect/synthesize/sensors/inertial.h"
#include "stages/collect/synthesize/sensors/models.h"

namespace mote {
namespace {

constexpr double kRate_hz = 50, kSeconds = 4, kLargestTilt = 0.5;

// How a person moves; a take varies it a little.
struct Person {
  double walking_hz, running_hz, contact, shaking_hz, shaking_m, sway;
};

Person person_of(const Scene& scene) {
  Random own(scene.individual_seed("gait"));
  Random today(scene.take_seed("gait"));
  const double walking_hz = 2.0 + 0.17 * own.normal();
  const double running_hz = own.between(2.5, 3.1);
  const double contact = own.between(0.45, 0.65);
  const double shaking_hz = own.between(4, 6);
  const double shaking_m = own.between(0.006, 0.02);
  const double sway = own.between(0.02, 0.08);
  const double pace = 1 + 0.04 * today.normal();
  return {walking_hz * pace, running_hz * pace, contact,
          shaking_hz * pace, shaking_m,         sway};
}

struct Activity {
  double rate_hz = 0;  // of steps, of shaking
  Motion motion;
};

Activity resting(const Person& person, double start) {
  return {0, [=](double t) {
            Moving moving;  // breathing: a fraction of a degree
            moving.pitch =
                0.1 * person.sway * std::sin(kTwoPi * (0.25 * t + start));
            return moving;
          }};
}

Activity walking(const Person& person, double start) {
  return {person.walking_hz, [=](double t) {
            const double phase = start + person.walking_hz * t;
            Moving moving;
            moving.acceleration_m_s2 =
                walking_acceleration(phase, person.walking_hz);
            moving.roll = person.sway * std::sin(kTwoPi * phase / 2);
            moving.pitch = person.sway * std::sin(kTwoPi * phase);
            return moving;
          }};
}

Activity running(const Person& person, double start) {
  return {person.running_hz, [=](double t) {
            const double phase = start + person.running_hz * t;
            Moving moving;
            moving.acceleration_m_s2 =
                running_acceleration(phase, person.contact);
            moving.roll = 2 * person.sway * std::sin(kTwoPi * phase / 2);
            moving.pitch = 2 * person.sway * std::sin(kTwoPi * phase);
            return moving;
          }};
}

Activity shaking(const Person& person, double start) {
  const double turn = kTwoPi * person.shaking_hz;
  return {person.shaking_hz, [=](double t) {
            Moving moving;
            moving.acceleration_m_s2[0] = -person.shaking_m * turn * turn *
                                          std::sin(turn * t + kTwoPi * start);
            moving.yaw = person.sway * std::sin(turn * t + kTwoPi * start);
            return moving;
          }};
}

Activity activity_of(const Scene& scene) {
  const Person person = person_of(scene);
  const double start = Random(scene.take_seed("start")).between(0, 2);
  if (scene.label == "walking") return walking(person, start);
  if (scene.label == "running") return running(person, start);
  if (scene.label == "shaking") return shaking(person, start);
  return resting(person, start);
}

Synthesized make(const Scene& scene) {
  const Activity activity = activity_of(scene);
  Synthesized made;
  made.signal = inertial_signal(activity.motion, scene, Inertials::kForce,
                                kRate_hz, kSeconds, kLargestTilt);
  if (activity.rate_hz > 0) {
    made.facts["rate_hz"] = fmt::format("{:.4f}", activity.rate_hz);
  }
  return made;
}

}  // namespace

SensorModel accelerometer_model() {
  return {"accelerometer",
          "person",
          {{"resting", "someone sits still"},
           {"walking", "steps, two a second"},
           {"running", "steps with flight in between"},
           {"shaking", "to and fro, five times a second"}},
          kRate_hz,
          kSeconds,
          inertial_axes(Inertials::kForce),
          {},
          make};
}

}  // namespace mote
