// From a signal to a model's input, with the device's own source.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// real = scale * (quantized - zero_point)
struct FeatureQuantization {
  double scale = 1;
  int zero_point = 0;

  bool operator==(const FeatureQuantization&) const = default;
};

// A number of the device sources, for emission: "kWindow = 480".
struct FeatureConstant {
  std::string name;
  std::string cpp_type;         // "int16_t", "uint8_t" ...
  std::vector<int64_t> values;  // one value: a scalar
};

// What a window costs on a device (estimates until measured in the emulator).
struct FeatureCost {
  int64_t instructions_a_second = 0;  // of signal
  int64_t ram_bytes = 0;
  int64_t flash_bytes = 0;
};

// Rows of features from a running signal, as a device computes them: state
// (noise estimates, a partial window) is carried from push to push.
class FeatureStream {
 public:
  virtual ~FeatureStream() = default;
  // Takes samples (axis_count interleaved) and appends each finished row of
  // row_size int8 values to `rows`. Returns how many rows it appended.
  virtual int push(std::span<const int16_t> samples,
                   std::vector<int8_t>& rows) = 0;
  // Back to the state at power-on.
  virtual void reset() = 0;
};

// A feature block with its settings. Immutable and safe from many threads.
// Its output is the model's input tensor: int8, with the quantization that
// the block fixes, so that host, firmware and training see the same numbers.
class FeatureBlock {
 public:
  virtual ~FeatureBlock() = default;

  virtual std::string name() const = 0;       // "micro_frontend"
  virtual std::string canonical() const = 0;  // settings as canonical JSON
  virtual double rate_hz() const = 0;
  virtual int window_samples() const = 0;  // of one row
  virtual int hop_samples() const = 0;     // between rows
  // {rows, row_size}: {49, 40}. A window of the signal that fills it holds
  // signal_samples() samples.
  virtual std::pair<int, int> output_shape() const = 0;
  virtual int signal_samples() const = 0;
  virtual FeatureQuantization quantization() const = 0;

  virtual std::unique_ptr<FeatureStream> stream() const = 0;

  // The rows of one clip, heard after the block's warm-up signal (see
  // warm_up_signal); cold when the block has none. The clip is cut, or
  // centred in silence, to signal_samples(). Result: rows x row_size.
  virtual std::vector<int8_t> run(std::span<const int16_t> clip) const = 0;

  // What is played before a clip so that adaptive parts (noise estimates) are
  // in the state of a device that has been listening; empty for blocks
  // without memory. Firmware tests play the same samples.
  virtual std::vector<int16_t> warm_up_signal(
      std::span<const int16_t> clip) const = 0;

  virtual FeatureCost cost() const = 0;
  // The tables and numbers that firmware needs to be the same block.
  virtual std::vector<FeatureConstant> constants() const = 0;
};

// The features of a data set's samples, in its order.
struct FeatureSet {
  int rows = 0, row_size = 0;
  std::vector<std::vector<int8_t>> features;  // rows * row_size each
};

// The block called `name` with settings from canonical JSON (missing fields
// get their defaults). Throws Error for unknown names (hint: the nearest) or
// bad values.
std::unique_ptr<FeatureBlock> make_feature_block(
    const std::string& name, const std::string& settings_json = "{}");

}  // namespace mote
