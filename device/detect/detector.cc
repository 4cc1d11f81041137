#include "device/detect/detector.h"

namespace mote {
namespace detect {
namespace {

int8_t* Copy(const int8_t* from, int32_t count, int8_t* to) {
  for (int32_t i = 0; i < count; ++i) to[i] = from[i];
  return to + count;
}

}  // namespace

void Detector::Reset() {
  frontend_.reset(frontend_.self);
  trigger_.Reset();
  for (int32_t i = 0; i < config_.rows * config_.row_size; ++i) {
    memory_.window[i] = -128;
  }
  next_row_ = 0;
  rows_heard_ = 0;
  rows_since_score_ = 0;
  heard_ = 0;
}

bool Detector::TakeRow(const int16_t* samples, int32_t count, int32_t* taken) {
  bool finished = false;
  int8_t* row = memory_.window + next_row_ * config_.row_size;
  *taken = frontend_.push(frontend_.self, samples, count, row, &finished);
  heard_ += static_cast<uint64_t>(*taken);
  if (!finished) return false;
  next_row_ = next_row_ + 1 == config_.rows ? 0 : next_row_ + 1;
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

// The window is a ring: its oldest row, the next to be written, comes first.
void Detector::FillInput() {
  const int32_t split = next_row_ * config_.row_size;
  const int32_t size = config_.rows * config_.row_size;
  int8_t* rest = Copy(memory_.window + split, size - split, classifier_.input);
  Copy(memory_.window, split, rest);
}

const int32_t* Detector::Score() {
  FillInput();
  classifier_.score(classifier_.self, memory_.scores);
  return memory_.scores;
}

}  // namespace detect
}  // namespace mote
