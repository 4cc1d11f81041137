#include "device/detect/detector.h"

namespace mote {
namespace detect {

void Detector::Reset() {
  frontend_.reset(frontend_.self);
  trigger_.Reset();
  for (int32_t i = 0; i < config_.rows * config_.row_size; ++i) {
    memory_.window[i] = -128;
  }
  rows_heard_ = 0;
  rows_since_score_ = 0;
  heard_ = 0;
}

bool Detector::TakeRow(const int16_t* samples, int32_t count, int32_t* taken) {
  bool finished = false;
  const int32_t size = config_.rows * config_.row_size;
  *taken = frontend_.push(frontend_.self, samples, count, memory_.window + size,
                          &finished);
  heard_ += static_cast<uint64_t>(*taken);
  if (!finished) return false;
  // The window slides up by a row, which brings the new one in.
  __builtin_memmove(memory_.window, memory_.window + config_.row_size,
                    static_cast<uint32_t>(size));
  if (rows_heard_ < config_.rows) ++rows_heard_;
  ++rows_since_score_;
  return true;
}

int32_t Detector::Push(const int16_t* samples, int32_t count,
                       Detection* detection, bool* detected) {
  *detected = false;
  int32_t done = 0;
  while (done < count && !*detected) {
    int32_t taken = 0;
    const bool row = TakeRow(samples + done, count - done, &taken);
    done += taken;
    if (!row || rows_heard_ < config_.rows ||
        rows_since_score_ < config_.hops_a_score) {
      continue;
    }
    rows_since_score_ = 0;
    *detected = trigger_.Push(Score(), heard_, detection);
  }
  return done;
}

void Detector::Hear(const int16_t* samples, int32_t count) {
  int32_t done = 0;
  while (done < count) {
    int32_t taken = 0;
    TakeRow(samples + done, count - done, &taken);
    done += taken;
  }
}

const int32_t* Detector::Score() {
  classifier_.score(classifier_.self, memory_.window, memory_.scores);
  return memory_.scores;
}

}  // namespace detect
}  // namespace mote
