#include "stages/collect/synthesize/sensors/motion.h"

#include "stages/collect/synthesize/sensors/transducer.h"

namespace mote {

Matrix3 attitude(double roll, double pitch, double yaw) {
  const double cr = std::cos(roll), sr = std::sin(roll);
  const double cp = std::cos(pitch), sp = std::sin(pitch);
  const double cy = std::cos(yaw), sy = std::sin(yaw);
  return {{{cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr},
           {sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr},
           {-sp, cp * sr, cp * cr}}};
}

Vector3 multiply(const Matrix3& matrix, const Vector3& vector) {
  Vector3 result = {};
  for (size_t row = 0; row < 3; ++row) {
    for (size_t i = 0; i < 3; ++i) result[row] += matrix[row][i] * vector[i];
  }
  return result;
}

Vector3 multiply_transposed(const Matrix3& matrix, const Vector3& vector) {
  Vector3 result = {};
  for (size_t row = 0; row < 3; ++row) {
    for (size_t i = 0; i < 3; ++i) result[i] += matrix[row][i] * vector[row];
  }
  return result;
}

Inertial measure(const Motion& motion, double time_s, const Matrix3& mounting) {
  constexpr double kStep_s = 1e-4;
  const Moving now = motion(time_s);
  const Moving before = motion(time_s - kStep_s);
  const Moving after = motion(time_s + kStep_s);
  const double roll_rate = (after.roll - before.roll) / (2 * kStep_s);
  const double pitch_rate = (after.pitch - before.pitch) / (2 * kStep_s);
  const double yaw_rate = (after.yaw - before.yaw) / (2 * kStep_s);
  const double cr = std::cos(now.roll), sr = std::sin(now.roll);
  const double cp = std::cos(now.pitch), sp = std::sin(now.pitch);
  const Vector3 rates = {roll_rate - yaw_rate * sp,
                         pitch_rate * cr + yaw_rate * sr * cp,
                         -pitch_rate * sr + yaw_rate * cr * cp};
  Vector3 force = now.acceleration_m_s2;
  force[2] += kGravity_m_s2;
  const Vector3 in_body =
      multiply_transposed(attitude(now.roll, now.pitch, now.yaw), force);
  return {multiply_transposed(mounting, in_body),
          multiply_transposed(mounting, rates)};
}

double minimum_jerk(double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x * x * x * (10 + x * (-15 + 6 * x));
}

double minimum_jerk_velocity(double x) {
  if (x <= 0 || x >= 1) return 0;
  return 30 * x * x * (1 - x) * (1 - x);
}

double minimum_jerk_acceleration(double x) {
  if (x <= 0 || x >= 1) return 0;
  return 60 * x * (1 - x) * (1 - 2 * x);
}

}  // namespace mote
