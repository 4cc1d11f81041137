// Samples in, detections out: what firmware, the emulator and the host run.
//
//   microphone interrupt          main loop
//   ring.Push(samples, n)   ->    n = ring.Peek(&samples);
//                                 taken = detector.Push(samples, n, ...);
//                                 ring.Release(taken);
//
// samples -> frontend -> a row of features a hop -> window of rows -> model
// (every hops_a_score rows) -> scores of labels -> trigger -> detection.
// docs/streaming.md is the contract: timing, interrupts, memory.
#pragma once

#include <stdint.h>

#include "device/detect/trigger.h"

namespace mote {
namespace detect {

// What turns samples into rows of features.
struct Frontend {
  void* self;
  // Takes samples up to the end of the next row, or all of them; returns how
  // many it took. *finished says whether `row` was written.
  int32_t (*push)(void* self, const int16_t* samples, int32_t count,
                  int8_t* row, bool* finished);
  void (*reset)(void* self);  // to the state at power-on
};

// What turns a window of features into scores: a model, then MapScores.
struct Classifier {
  void* self;
  // Reads rows * row_size features, the oldest row first, and writes the score
  // of each label, 0..kScoreOne.
  void (*score)(void* self, const int8_t* window, int32_t* scores);
};

// Constant data.
struct DetectorConfig {
  int32_t rows, row_size;  // of the window the model sees
  int32_t hops_a_score;    // rows from one inference to the next
  TriggerConfig trigger;
};

// The caller's memory; it may be uninitialized and must outlive the Detector.
struct DetectorMemory {
  int8_t* window;     // (rows + 1) * row_size: one for the row in the making
  int32_t* scores;    // labels
  uint16_t* history;  // smoothing * labels
};

class Detector {
 public:
  // `config` and all it points to must outlive the Detector.
  constexpr Detector(const DetectorConfig& config, const Frontend& frontend,
                     const Classifier& classifier, const DetectorMemory& memory)
      : config_(config),
        frontend_(frontend),
        classifier_(classifier),
        memory_(memory),
        trigger_(config.trigger, memory.history) {}

  // Forgets everything heard. Call once before use.
  void Reset();

  // The running signal. Takes samples up to the first detection, or all of
  // them, and returns how many it took: call again with the rest. At most
  // one inference happens each hops_a_score rows, none before a window is
  // full.
  int32_t Push(const int16_t* samples, int32_t count, Detection* detection,
               bool* detected);

  // Hears samples without inferring: fills the window only.
  void Hear(const int16_t* samples, int32_t count);

  // Infers on the last `rows` rows and returns the scores of all labels,
  // valid until the next call. Rows not heard yet count as `-128`, the
  // features of digital silence.
  const int32_t* Score();

  uint64_t samples_heard() const { return heard_; }

 private:
  // Takes samples up to the end of one row; true when a row was finished.
  bool TakeRow(const int16_t* samples, int32_t count, int32_t* taken);

  const DetectorConfig& config_;
  Frontend frontend_;
  Classifier classifier_;
  DetectorMemory memory_;
  Trigger trigger_;
  int32_t rows_heard_ = 0;  // at most config_.rows
  int32_t rows_since_score_ = 0;
  uint64_t heard_ = 0;
};

}  // namespace detect
}  // namespace mote
