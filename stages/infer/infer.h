// What a package hears in a signal: detections with time and score.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "lib/base/run.h"
#include "lib/runner/detector.h"
#include "lib/settings/settings.h"
#include "lib/signal/microphone.h"

namespace mote {

struct InferSettings {
  // Hear a stretch of the recording's own quiet sound before and after it, as
  // a device that has been listening; else it starts cold, as after power-on.
  bool warm_up = true;
  double block_ms = 20;  // samples pushed at a time

  static const FieldList& fields();
};

// Called for each detection as it happens.
using DetectionWatcher = std::function<void(const Detection&)>;

// Streams a recording of any length (Detector::samples) through the detector.
// Times are in the recording.
std::vector<Detection> infer(Detector& detector,
                             std::span<const int16_t> samples,
                             const InferSettings& settings, Run& run,
                             const DetectionWatcher& watch = {});

// Listens to a microphone until run.stop is set. Returns how often samples
// were lost because the detector was too slow.
int64_t infer_live(Detector& detector, const ListenOptions& options, Run& run,
                   const DetectionWatcher& watch);

}  // namespace mote
