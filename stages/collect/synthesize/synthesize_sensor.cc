#include "stages/collect/synthesize/synthesize_sensor.h"

#include <algorithm>
#include <mutex>

#include "lib/base/error.h"
#include "lib/base/threads.h"
#include "lib/signal/signal_file.h"
#include "stages/collect/readings.h"
#include "stages/collect/synthesize/sensors/sensor_model.h"

namespace mote {
namespace {

constexpr size_t kBatch = 256;
constexpr int64_t kMost = 1000000;

std::vector<std::string> labels_of(const SensorModel& model,
                                   const std::vector<std::string>& wanted) {
  std::vector<std::string> known;
  std::string list;
  for (const SensorLabel& label : model.labels) {
    known.push_back(label.name);
    list += (list.empty() ? "" : ", ") + label.name;
  }
  for (const std::string& label : wanted) {
    if (std::find(known.begin(), known.end(), label) == known.end()) {
      throw UsageError(
          "the model of the " + model.name + " has no '" + label + "'", "",
          "One of: " + list + ".");
    }
  }
  return wanted.empty() ? known : wanted;
}

std::vector<Scene> scenes_of(const SensorModel& model,
                             const SensorOptions& options) {
  if (options.individuals < 1 || options.takes < 1) {
    throw UsageError("there must be one group and one clip at least");
  }
  const std::vector<std::string> labels = labels_of(model, options.labels);
  if (int64_t{options.individuals} * options.takes >
      kMost / static_cast<int64_t>(labels.size())) {
    throw UsageError("more than a million recordings at once", "",
                     "Make fewer groups, or fewer clips of each.");
  }
  std::vector<Scene> scenes;
  for (const std::string& label : labels) {
    for (int individual = 1; individual <= options.individuals; ++individual) {
      for (int take = 1; take <= options.takes; ++take) {
        scenes.push_back({label, individual, take});
      }
    }
  }
  return scenes;
}

Reading make_reading(const SensorModel& model, const Scene& scene,
                     ObjectStore::Batch& batch) {
  Synthesized made = model.synthesize(scene);
  Sample sample;
  sample.label = scene.label;
  sample.group = model.individual + "-" + std::to_string(scene.individual);
  sample.name = scene.label + "/" + model.name + "_" + sample.group + "_" +
                std::to_string(scene.take);
  sample.source = "synthetic";
  sample.kind = "series";
  sample.rate_hz = made.signal.rate_hz;
  sample.frames = static_cast<int64_t>(made.signal.frame_count());
  sample.axes = static_cast<int>(made.signal.axis_count());
  sample.ranges = std::move(made.ranges);
  sample.metadata = std::move(made.facts);
  sample.metadata["sensor"] = model.name;
  sample.id = batch.add(encode_signal(made.signal));
  return {sample, ""};
}

}  // namespace

ImportReport synthesize_sensor(const std::string& sensor, Store& store,
                               const SensorOptions& options, Run& run) {
  const SensorModel& model = sensor_model(sensor);
  const std::vector<Scene> scenes = scenes_of(model, options);
  ImportReport report;
  std::mutex mutex;
  for (size_t at = 0; at < scenes.size(); at += kBatch) {
    ObjectStore::Batch batch(store.objects());
    std::vector<Reading> readings(std::min(kBatch, scenes.size() - at));
    size_t done = at;
    parallel_for(readings.size(), run.threads, [&](size_t i) {
      run.throw_if_stopped();
      readings[i] = make_reading(model, scenes[at + i], batch);
      std::lock_guard guard(mutex);
      run.progress.update("synthesize", static_cast<int64_t>(++done),
                          static_cast<int64_t>(scenes.size()),
                          scenes[at + i].label);
    });
    batch.commit();
    add_readings(readings, store, report);
  }
  return report;
}

}  // namespace mote
