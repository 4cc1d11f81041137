// A device's frontend as a FeatureStream.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "lib/features/feature_block.h"

namespace mote {

// Drives a frontend of device/dsp (two functions of a `Frontend`) whose arrays
// the derived class owns.
template <class Frontend>
class FrontendStream : public FeatureStream {
 public:
  using Push = int32_t (*)(void* self, const int16_t* samples, int32_t count,
                           int8_t* row, bool* finished);
  using Reset = void (*)(void* self);

  int push(std::span<const int16_t> samples,
           std::vector<int8_t>& rows) override {
    int finished_rows = 0;
    while (!samples.empty()) {
      bool finished = false;
      const int32_t taken =
          push_(&frontend_, samples.data(),
                static_cast<int32_t>(samples.size()), row_.data(), &finished);
      samples = samples.subspan(static_cast<size_t>(taken));
      if (!finished) continue;
      rows.insert(rows.end(), row_.begin(), row_.end());
      ++finished_rows;
    }
    return finished_rows;
  }

  void reset() override { reset_(&frontend_); }

 protected:
  FrontendStream(Push push, Reset reset, int row_size)
      : push_(push), reset_(reset), row_(static_cast<size_t>(row_size)) {}

  Frontend frontend_ = {};

 private:
  const Push push_;
  const Reset reset_;
  std::vector<int8_t> row_;
};

}  // namespace mote
