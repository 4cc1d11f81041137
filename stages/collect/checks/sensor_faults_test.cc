// Plants faults in real readings of many sensors: how many are found, and what
// is named that was left alone.
#include <algorithm>
#include <cmath>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/axis_names.h"
#include "stages/collect/checks/mislabels.h"
#include "stages/collect/checks/test_recordings.h"
#include "stages/collect/import.h"
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

// Puts the fault into one recording of all.
using Plant = void (*)(Recordings& all, size_t which);

float mean_of(const Recording& one, size_t axis) {
  const auto& values = std::get<std::vector<float>>(one.signal.samples);
  double sum = 0, count = 0;
  for (size_t i = axis; i < values.size(); i += frame_of(one)) {
    sum += values[i];
    ++count;
  }
  return static_cast<float>(sum / count);
}

// An axis that no recording swings further on, four times as strong as that.
void clip(Recordings& all, size_t which) {
  const size_t axis = frame_of(all[which]) - 1;
  float low = INFINITY, high = -INFINITY, peak = 0;
  for (const Recording& one : all) {
    if (frame_of(one) <= axis) continue;
    const auto& values = std::get<std::vector<float>>(one.signal.samples);
    for (size_t i = axis; i < values.size(); i += frame_of(one)) {
      low = std::min(low, values[i]);
      high = std::max(high, values[i]);
    }
  }
  Recording& one = all[which];
  const float mean = mean_of(one, axis);
  for (size_t i = axis; i < values_of(one).size(); i += frame_of(one)) {
    peak = std::max(peak, std::abs(values_of(one)[i] - mean));
  }
  for (size_t i = axis; i < values_of(one).size(); i += frame_of(one)) {
    float& value = values_of(one)[i];
    value =
        std::clamp(mean + (value - mean) * 4 * (high - low) / peak, low, high);
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
  const size_t width = frame_of(all[which]), place = width / 2;
  for (size_t i = place; i < values.size(); i += width) {
    values[i] = values[place];
  }
}

void shorten(Recordings& all, size_t which) {
  Recording& one = all[which];
  values_of(one).resize(one.signal.frame_count() / 2 * frame_of(one));
  one.sample.frames = static_cast<int64_t>(one.signal.frame_count());
}

// The recording once more, with `noise` times the spread of each axis.
void repeat(Recordings& all, size_t which, float gain, float noise) {
  Recording again = all[which];
  again.sample.id += "again";
  again.sample.name += " again";
  auto& values = values_of(again);
  const size_t width = frame_of(again);
  for (size_t axis = 0; axis < width && noise > 0; ++axis) {
    double sum = 0, squares = 0, count = 0;
    for (size_t i = axis; i < values.size(); i += width, ++count) {
      sum += values[i];
      squares += double{values[i]} * values[i];
    }
    const double mean = sum / count;
    const auto spread = static_cast<float>(
        std::sqrt(std::max(0.0, squares / count - mean * mean)));
    for (size_t i = axis; i < values.size(); i += width) {
      const float one = static_cast<float>(mix64(which, i) % 2001) / 1000 - 1;
      values[i] = values[i] * gain + noise * spread * one;
    }
  }
  all.push_back(std::move(again));
}

void duplicate(Recordings& all, size_t which) { repeat(all, which, 1, 0); }

void nearly_duplicate(Recordings& all, size_t which) {
  repeat(all, which, 1.05F, 0.05F);
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
  if (set == "watch")
    return imported("activity_watch", reading(0, "x[m/s2],y[m/s2],z[m/s2]"));
  if (set == "fan") {
    ImportOptions options = reading(200, "x[g], y[g], z[g]");
    options.label = "turning";
    return imported("fan_vibration/fan_0_med_0_weight", options);
  }
  if (set == "thermal") {
    return imported("thermal_mlx90640", reading(4, "temperature[degC]"));
  }
  if (set == "ultrasonic") return imported("ultrasonic_robot", reading(9));
  if (set == "radar") return imported("radar_a121_gestures", reading(0));
  return imported("geophone_quakes", reading(0));
}

void PrintTo(const SensorFault& fault, std::ostream* out) {
  *out << fault.set << " " << fault.kind;
}

class PlantedInReadings : public testing::TestWithParam<SensorFault> {};

TEST_P(PlantedInReadings, IsFound) {
  MOTE_REQUIRE_SHARED();
  const SensorFault& fault = GetParam();
  Recordings all = recordings_of(fault.set);
  ASSERT_GE(all.size(), 8u);
  const auto before = Collected(all).found_samples(fault.kind);
  std::set<std::string> faulty;
  const size_t originals = all.size();
  for (size_t i = 0; i < originals; i += fault.every) {
    const size_t count = all.size();
    fault.plant(all, i);
    faulty.insert(all[all.size() > count ? count : i].sample.id);
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

struct SetRecall {
  const char* set;
  double least_recall;
};

class MislabelsOfReadings : public testing::TestWithParam<SetRecall> {};

TEST_P(MislabelsOfReadings, AreAmongTheFirstTenth) {
  MOTE_REQUIRE_SHARED();
  Recordings all = recordings_of(GetParam().set);
  std::vector<std::string> labels;
  for (const Recording& one : all) labels.push_back(one.sample.label);
  std::set<size_t> planted;
  for (size_t i = 7; i < all.size(); i += 20) {  // 5 %
    size_t other = mix64(5, i) % labels.size();
    while (labels[other] == labels[i]) other = (other + 1) % labels.size();
    all[i].sample.label = labels[other];
    planted.insert(i);
  }
  const Collected collected(all);
  const Evidence evidence{collected.dataset, collected.wanted,
                          collected.measurements};
  const auto listed = suspicions(evidence, quiet_run({}, 2));
  size_t found = 0;
  for (size_t i = 0; i < listed.size() / 10; ++i) {
    found += planted.count(listed[i].sample);
  }
  const double recall =
      static_cast<double>(found) / static_cast<double>(planted.size());
  RecordProperty("recall", std::to_string(recall));
  EXPECT_GE(recall, GetParam().least_recall);
}

INSTANTIATE_TEST_SUITE_P(
    Checks, MislabelsOfReadings,
    testing::Values(SetRecall{"wand", 0.6}, SetRecall{"watch", 0.6},
                    SetRecall{"radar", 0.8}, SetRecall{"geophone", 0.6}),
    [](const auto& instance) { return std::string(instance.param.set); });

std::vector<SensorFault> sensor_faults() {
  std::vector<SensorFault> faults;
  for (const char* set :
       {"wand", "digits", "watch", "fan", "ultrasonic", "radar", "geophone"}) {
    faults.push_back({set, "missing_values", lose_value, 1, 0});
    faults.push_back({set, "duplicate", duplicate, 1, 0});
  }
  for (const char* set : {"wand", "digits", "watch", "fan", "geophone"}) {
    faults.push_back({set, "dropout", drop_out, 0.9, 0.01});
    faults.push_back({set, "near_duplicate", nearly_duplicate, 0.9, 0.02});
    faults.push_back({set, "short", shorten, 0.9, 0.01, 8});
    faults.push_back({set, "dead_axis", kill_axis, 1, 0});
    faults.push_back({set, "clipping", clip, 0.85, 0.01});
  }
  // Levels of the others differ more than by ten times as they are.
  for (const char* set : {"wand", "digits", "fan", "ultrasonic", "radar"}) {
    faults.push_back({set, "outlier", derange, 0.9, 0.01, 60});
  }
  for (const char* set : {"wand", "watch", "fan"}) {
    faults.push_back({set, "wrong_unit", change_unit, 0.9, 0.01});
  }
  faults.push_back({"radar", "dropout", drop_out, 0.9, 0});
  faults.push_back({"thermal", "dead_pixels", kill_pixel, 1, 0});
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
