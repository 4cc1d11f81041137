// Gestures of a hand: movements of least jerk (motion.h) on lines and circles.
// The forearm turns about the elbow, so that a way s of the hand turns it by
// s / forearm (0.24 to 0.30 m, elbow to wrist, of most adults).
#include <fmt/format.h>

#include "stages/collect/synthesize/sensors/inertial.h"
#include "stages/collect/synthesize/sensors/models.h"

namespace mote {
namespace {

constexpr double kRate_hz = 100, kSeconds = 2, kLargestTilt = 0.3;

struct Hand {
  double forearm_m, size_m, duration_s, hold;  // hold: how it is held, radians
};

Hand hand_of(const Scene& scene) {
  Random own(scene.individual_seed("hand"));
  Random today(scene.take_seed("hand"));
  const double forearm_m = own.between(0.24, 0.30);
  const double size_m = own.between(0.12, 0.25) * today.between(0.85, 1.15);
  const double duration_s = own.between(0.7, 1.2) * today.between(0.85, 1.15);
  return {forearm_m, size_m, duration_s, 0.1 * today.normal()};
}

struct Gesture {
  const Hand hand;
  double start_s;

  // Time since the start, in durations.
  double at(double t) const { return (t - start_s) / hand.duration_s; }
};

// A hand that lies still.
Moving held(const Gesture& gesture) {
  Moving moving;
  moving.roll = gesture.hand.hold;
  return moving;
}

// Aside along y, sign left or right.
Moving stroke(const Gesture& gesture, double t, double sign) {
  const Hand& hand = gesture.hand;
  const double x = gesture.at(t), length = sign * hand.size_m;
  Moving moving = held(gesture);
  moving.acceleration_m_s2[1] = length * minimum_jerk_acceleration(x) /
                                (hand.duration_s * hand.duration_s);
  moving.yaw = length * minimum_jerk(x) / hand.forearm_m;
  return moving;
}

// Once round in the y-z plane, beginning at its top.
Moving circle(const Gesture& gesture, double t) {
  const Hand& hand = gesture.hand;
  const double x = gesture.at(t), radius = hand.size_m / 2;
  const double angle = kTwoPi * minimum_jerk(x);
  const double rate = kTwoPi * minimum_jerk_velocity(x) / hand.duration_s;
  const double change = kTwoPi * minimum_jerk_acceleration(x) /
                        (hand.duration_s * hand.duration_s);
  const double s = std::sin(angle), c = std::cos(angle);
  Moving moving = held(gesture);
  moving.acceleration_m_s2[1] = radius * (-rate * rate * s + change * c);
  moving.acceleration_m_s2[2] = radius * (-rate * rate * c - change * s);
  moving.yaw = radius * s / hand.forearm_m;
  moving.pitch = -radius * (c - 1) / hand.forearm_m;
  return moving;
}

// The wrist turned by a right angle and back.
Moving twist(const Gesture& gesture, double t) {
  const double x = 2 * gesture.at(t);
  Moving moving = held(gesture);
  moving.roll += kTwoPi / 4 * (minimum_jerk(x) - minimum_jerk(x - 1));
  return moving;
}

// Four strokes there and back.
Moving shake(const Gesture& gesture, double t) {
  const Hand& hand = gesture.hand;
  constexpr int kStrokes = 8;
  const double part_s = hand.duration_s / kStrokes;
  const double x = kStrokes * gesture.at(t), length = hand.size_m / 3;
  Moving moving = held(gesture);
  for (int i = 0; i < kStrokes; ++i) {
    const double way = i % 2 == 0 ? length : -length;
    moving.acceleration_m_s2[1] +=
        way * minimum_jerk_acceleration(x - i) / (part_s * part_s);
    moving.yaw += way * minimum_jerk(x - i) / hand.forearm_m;
  }
  return moving;
}

Motion motion_of(const std::string& label, const Gesture& gesture) {
  if (label == "circle") return [=](double t) { return circle(gesture, t); };
  if (label == "twist") return [=](double t) { return twist(gesture, t); };
  if (label == "shake") return [=](double t) { return shake(gesture, t); };
  if (label == "left") return [=](double t) { return stroke(gesture, t, 1); };
  if (label == "right") return [=](double t) { return stroke(gesture, t, -1); };
  return [=](double) { return held(gesture); };
}

Synthesized make(const Scene& scene, Inertials which) {
  const Hand hand = hand_of(scene);
  const double room_s = kSeconds - hand.duration_s;
  const Gesture gesture = {
      hand, Random(scene.take_seed("start")).between(0.1, room_s - 0.1)};
  Synthesized made;
  made.signal = inertial_signal(motion_of(scene.label, gesture), scene, which,
                                kRate_hz, kSeconds, kLargestTilt);
  if (scene.label != "still") {
    made.ranges = {
        {gesture.start_s, gesture.start_s + hand.duration_s, scene.label}};
  }
  made.facts["forearm_m"] = fmt::format("{:.4f}", hand.forearm_m);
  return made;
}

SensorModel model(const std::string& name, Inertials which,
                  Synthesized (*synthesize)(const Scene&)) {
  return {name,
          "person",
          {{"still", "the hand rests"},
           {"left", "a stroke to the left"},
           {"right", "a stroke to the right"},
           {"circle", "once round"},
           {"twist", "the wrist turned and back"},
           {"shake", "to and fro four times"}},
          kRate_hz,
          kSeconds,
          inertial_axes(which),
          {},
          synthesize};
}

}  // namespace

SensorModel gyroscope_model() {
  return model("gyroscope", Inertials::kRates, [](const Scene& scene) {
    return make(scene, Inertials::kRates);
  });
}

SensorModel imu_model() {
  return model("imu", Inertials::kBoth, [](const Scene& scene) {
    return make(scene, Inertials::kBoth);
  });
}

}  // namespace mote
