#include "stages/collect/synthesize/sensors/sensor_model.h"

#include <algorithm>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "stages/collect/synthesize/sensors/models.h"

namespace mote {

uint64_t Scene::individual_seed(std::string_view purpose) const {
  return mix64(hash64(purpose), static_cast<uint64_t>(individual));
}

uint64_t Scene::take_seed(std::string_view purpose) const {
  return mix64(mix64(individual_seed(purpose), hash64(label)),
               static_cast<uint64_t>(take) + 1);
}

const std::vector<SensorModel>& sensor_models() {
  static const std::vector<SensorModel> models = {
      accelerometer_model(), gyroscope_model(), imu_model(),
      vibrometer_model(),    geophone_model(),  ultrasonic_model(),
      thermal_model(),       radar_model(),     heart_model(),
      gas_model(),
  };
  return models;
}

const SensorModel& sensor_model(std::string_view name) {
  const auto& models = sensor_models();
  const auto found =
      std::find_if(models.begin(), models.end(),
                   [&](const auto& model) { return model.name == name; });
  if (found != models.end()) return *found;
  std::string known;
  for (const SensorModel& model : models) {
    known += (known.empty() ? "" : ", ") + model.name;
  }
  throw UsageError("no sensor is called '" + std::string(name) + "'", "",
                   "One of: " + known + ".");
}

}  // namespace mote
