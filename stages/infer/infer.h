// What a package hears in a signal: detections with time and score.
#pragma once

#include <functional>
#include <vector>

#include "lib/base/run.h"
#include "lib/runner/detector.h"
#include "lib/settings/settings.h"
#include "lib/signal/microphone.h"
#include "lib/signal/signal.h"

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

// Streams a recording of any length through the detector. Times are in the
// recording. Throws Error when the signal's rate is not the detector's or it
// has more than one axis.
std::vector<Detection> infer(Detector& detector, const Signal& signal,
                             const InferSettings& settings, Run& run,
                             const DetectionWatcher& watch = {});

// Listens to a microphone until run.stop is set. Returns how often samples
// were lost because the detector was too slow.
int64_t infer_live(Detector& detector, const ListenOptions& options, Run& run,
                   const DetectionWatcher& watch);

}  // namespace mote
