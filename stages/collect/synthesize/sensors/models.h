// The rows of sensor_models().
#pragma once

#include "stages/collect/synthesize/sensors/sensor_model.h"

namespace mote {

SensorModel accelerometer_model();
SensorModel gyroscope_model();
SensorModel imu_model();
SensorModel vibrometer_model();
SensorModel geophone_model();
SensorModel ultrasonic_model();
SensorModel thermal_model();
SensorModel radar_model();
SensorModel heart_model();
SensorModel gas_model();

}  // namespace mote
