// Rigid bodies that move: what an inertial sensor on them measures.
//
// World: z up. The body's attitude is yaw about z, then pitch about y, then
// roll about x (J. Diebel, "Representing Attitude", 2006, section 5.6); the
// sensor sits on it turned by a constant mounting. An accelerometer measures
// the specific force R^T (a - g) with g = (0, 0, -9.80665) m/s2, so at rest
// the reaction to gravity; a gyroscope the body's rates
//
//   p = roll' - yaw' sin(pitch)
//   q = pitch' cos(roll) + yaw' sin(roll) cos(pitch)
//   r = -pitch' sin(roll) + yaw' cos(roll) cos(pitch)
#pragma once

#include <array>
#include <functional>

#include "stages/collect/synthesize/sensors/random.h"

namespace mote {

using Vector3 = std::array<double, 3>;
using Matrix3 = std::array<Vector3, 3>;  // rows

// What the body does at a moment.
struct Moving {
  Vector3 acceleration_m_s2 = {};       // in the world
  double roll = 0, pitch = 0, yaw = 0;  // radians
};
using Motion = std::function<Moving(double time_s)>;

// From the body's axes to the world's.
Matrix3 attitude(double roll, double pitch, double yaw);
Vector3 multiply(const Matrix3& matrix, const Vector3& vector);
Vector3 multiply_transposed(const Matrix3& matrix, const Vector3& vector);

// What a perfect sensor measures, m/s2 and rad/s.
struct Inertial {
  Vector3 specific_force = {}, rates = {};
};
Inertial measure(const Motion& motion, double time_s, const Matrix3& mounting);

// The way of a hand from rest to rest: the movement of least jerk (T. Flash
// and N. Hogan, 1985). For x from 0 to 1: 10 x^3 - 15 x^4 + 6 x^5, and its
// derivatives by x. Before and after, it rests.
double minimum_jerk(double x);
double minimum_jerk_velocity(double x);
double minimum_jerk_acceleration(double x);

}  // namespace mote
