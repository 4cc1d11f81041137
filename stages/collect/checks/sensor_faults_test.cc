// Plants faults in real readings of many sensors: how many are found, and what
// is named that was left alone.
#include <algorithm>
#include <cmath>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "stages/collect/checks/mislabels.h"
#include "stages/collect/checks/test_recordings.h"
#include "stages/collect/import.h"
#include "stages/collect/importers/axis_names.h"
#include "test/shared_data.h"

namespace mote {
namespace {

using Recordings = std::vector<Recording>;

ImportOptions reading(double rate_hz, const char* axes = "", int rows = 0) {
  ImportOptions options;
  options.read.rate_hz = rate_hz;
  options.read.axes = parse_axes(axes);
  options.read.rows = rows;
  return options;
}

Recordings imported(const std::string& path, const ImportOptions& options) {
  TemporaryFolder folder;
  Store store(folder.path());
  mote::Run run = quiet_run({}, 2);
  import_recordings(test::shared_path("datasets/" + path), store, options, run);
  const Dataset dataset = open_dataset(store, {}, 0);
  Recordings recordings;
  for (const Sample& sample : dataset.samples()) {
    if (sample.label == kUnlabelled || sample.frames < 2) continue;
    recordings.push_back({sample, as_float(dataset.signal(sample))});
  }
  return recordings;
}

std::vector<float>& values_of(Recording& one) {
  return std::get<std::vector<float>>(one.signal.samples);
}

size_t frame_of(const Recording& one) {
  return one.signal.place_count() * one.signal.axis_count();
}

// The furthest value of an axis from 0 in any recording.
float furthest(const Recordings& all, size_t axis) {
  float furthest = 0;
  for (const Recording& one : all) {
    const auto& values = std::get<std::vector<float>>(one.signal.samples);
    for (size_t i = axis; i < values.size(); i += frame_of(one)) {
      if (!std::isnan(values[i])) {
        furthest = std::max(furthest, std::abs(values[i]));
      }
    }
  }
  return furthest;
}

// A plant changes one recording of all.
using Plant = void (*)(Recordings& all, size_t which);

// The first axis, twice as strong as the sensor can say.
void clip(Recordings& all, size_t which) {
  const float end = furthest(all, 0);
  auto& values = values_of(all[which]);
  float peak = 0;
  for (size_t i = 0; i < values.size(); i += frame_of(all[which])) {
    peak = std::max(peak, std::abs(values[i]));
  }
  for (size_t i = 0; i < values.size(); i += frame_of(all[which])) {
    values[i] = std::clamp(values[i] * 2 * end / peak, -end, end);
  }
}

// An eighth of the recording is as it was where that begins.
void drop_out(Recordings& all, size_t which) {
  Recording& one = all[which];
  const size_t width = frame_of(one), frames = one.signal.frame_count();
  auto& values = values_of(one);
  const size_t first = frames / 3;
  for (size_t t = first + 1; t < first + frames / 8; ++t) {
    std::copy_n(&values[first * width], width, &values[t * width]);
  }
}

void lose_value(Recordings& all, size_t which) {
  auto& values = values_of(all[which]);
  values[values.size() / 2] = NAN;
}

void kill_axis(Recordings& all, size_t which) {
  auto& values = values_of(all[which]);
  const size_t width = frame_of(all[which]);
  for (size_t i = width - 1; i < values.size(); i += width) values[i] = 0.25F;
}

void change_unit(Recordings& all, size_t which) {
  Recording& one = all[which];
  for (size_t i = 0; i < values_of(one).size(); ++i) {
    const std::string& unit = one.signal.axes[i % frame_of(one)].unit;
    if (unit == "g") values_of(one)[i] *= 9.80665F;
    if (unit == "m/s2") values_of(one)[i] /= 9.80665F;
  }
}

void kill_pixel(Recordings& all, size_t which) {
  auto& values = values_of(all[which]);
  const size_t width = frame_of(all[which]);
  for (size_t i = 100; i < values.size(); i += width) values[i] = values[100];
}

void shorten(Recordings& all, size_t which) {
  Recording& one = all[which];
  values_of(one).resize(one.signal.frame_count() / 2 * frame_of(one));
  one.sample.frames = static_cast<int64_t>(one.signal.frame_count());
}

// Becomes the next recording; with `noise` times its spread of each axis.
void repeat_next(Recordings& all, size_t which, float gain, float noise) {
  const Recording& from = all[(which + 1) % all.size()];
  Recording& to = all[which];
  to.signal = from.signal;
  to.sample.frames = from.sample.frames;
  to.sample.rate_hz = from.sample.rate_hz;
  to.sample.axes = from.sample.axes;
  for (size_t axis = 0; axis < frame_of(to); ++axis) {
    double sum = 0, squares = 0, count = 0;
    auto& values = values_of(to);
    for (size_t i = axis; i < values.size(); i += frame_of(to), ++count) {
      sum += values[i];
      squares += double{values[i]} * values[i];
    }
    const double mean = sum / count;
    const auto spread = static_cast<float>(
        std::sqrt(std::max(0.0, squares / count - mean * mean)));
    for (size_t i = axis; i < values.size(); i += frame_of(to)) {
      const float one = static_cast<float>(mix64(which, i) % 2001) / 1000 - 1;
      values[i] = values[i] * gain + noise * spread * one;
    }
  }
}

void duplicate(Recordings& all, size_t which) { repeat_next(all, which, 1, 0); }

void nearly_duplicate(Recordings& all, size_t which) {
  repeat_next(all, which, 1.05F, 0.05F);
}

// Ten times as far from 0, every other frame the other way.
void derange(Recordings& all, size_t which) {
  auto& values = values_of(all[which]);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] *= i / frame_of(all[which]) % 2 == 0 ? 10.0F : -10.0F;
  }
}

struct SensorFault {
  const char* set;
  const char* kind;
  Plant plant;
  double least_recall;
  double most_alarms;  // share of the recordings left as they were
  size_t every = 4;    // recording gets the fault
};

Recordings recordings_of(const std::string& set) {
  if (set == "wand") {
    return imported(
        "magic_wand_nano33",
        reading(119, "aX[g],aY[g],aZ[g],gX[dps],gY[dps],gZ[dps]", 119));
  }
  if (set == "digits") return imported("imu_digits", reading(0));
  if (set == "watch") return imported("activity_watch", reading(0));
  if (set == "fan") {
    return imported("fan_vibration/fan_0_med_0_weight",
                    reading(200, "x[g], y[g], z[g]"));
  }
  if (set == "thermal") {
    return imported("thermal_mlx90640", reading(4, "temperature[degC]"));
  }
  if (set == "ultrasonic") return imported("ultrasonic_robot", reading(9));
  if (set == "radar") return imported("radar_a121_gestures", reading(0));
  return imported("geophone_quakes", reading(0));
}

class PlantedInReadings : public testing::TestWithParam<SensorFault> {};

TEST_P(PlantedInReadings, IsFound) {
  MOTE_REQUIRE_SHARED();
  const SensorFault& fault = GetParam();
  Recordings all = recordings_of(fault.set);
  ASSERT_GE(all.size(), 8u);
  const auto before = Collected(all).found_samples(fault.kind);
  std::set<std::string> faulty;
  for (size_t i = 0; i + 1 < all.size(); i += fault.every) {
    fault.plant(all, i);
    faulty.insert(all[i].sample.id);
  }
  double right = 0, wrong = 0;
  const auto after = Collected(all).found_samples(fault.kind);
  for (const auto& id : after) {
    if (faulty.contains(id)) {
      ++right;
    } else if (!before.contains(id)) {
      ++wrong;
    }
  }
  const auto plants = static_cast<double>(faulty.size());
  const double recall = right / plants;
  const double alarms = wrong / (static_cast<double>(all.size()) - plants);
  RecordProperty("recordings", static_cast<int>(all.size()));
  RecordProperty("named_as_published", static_cast<int>(before.size()));
  RecordProperty("recall", std::to_string(recall));
  RecordProperty("alarms", std::to_string(alarms));
  EXPECT_GE(recall, fault.least_recall);
  EXPECT_LE(alarms, fault.most_alarms);
}

std::vector<SensorFault> sensor_faults() {
  std::vector<SensorFault> faults;
  for (const char* set :
       {"wand", "digits", "watch", "fan", "ultrasonic", "radar", "geophone"}) {
    faults.push_back({set, "dropout", drop_out, 0.9, 0.01});
    faults.push_back({set, "missing_values", lose_value, 1, 0});
    faults.push_back({set, "duplicate", duplicate, 1, 0});
    faults.push_back({set, "near_duplicate", nearly_duplicate, 0.9, 0.02});
    faults.push_back({set, "outlier", derange, 0.9, 0.02, 20});
    faults.push_back({set, "short", shorten, 0.9, 0.01});
    faults.push_back({set, "dead_axis", kill_axis, 1, 0});
    faults.push_back({set, "clipping", clip, 0.9, 0.01});
    faults.push_back({set, "wrong_unit", change_unit, 0.9, 0.01});
  }
  faults.push_back({"thermal", "dead_pixels", kill_pixel, 1, 0});
  faults.push_back({"thermal", "dropout", drop_out, 0.9, 0});
  faults.push_back({"radar", "dead_pixels", kill_pixel, 1, 0});
  return faults;
}

INSTANTIATE_TEST_SUITE_P(Checks, PlantedInReadings,
                         testing::ValuesIn(sensor_faults()),
                         [](const auto& instance) {
                           return std::string(instance.param.set) + "_" +
                                  instance.param.kind;
                         });

}  // namespace
}  // namespace mote
