// From a signal to a model's input, with the device's own source.
#pragma once

#include <array>
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

// A constant of the firmware: `static const cpp_type name[] = {values};`, or
// `static const cpp_type name = expression;` where there is an expression.
struct FeatureConstant {
  std::string name;            // "kWindow"
  std::string cpp_type;        // "int16_t", "float", "mote::dsp::FftTables"
  std::vector<double> values;  // exact: integers up to 53 bits, floats
  std::string expression;      // may name the constants before it
  std::string comment;         // what it is, its format: "Hann window, Q12"

  int64_t bytes() const;  // of the values
  // The values as C++ has them: "42", "0.1f".
  std::vector<std::string> literals() const;
};

FeatureConstant float_constant(const std::string& name,
                               const std::vector<float>& values,
                               const std::string& comment);

// An array in RAM, uninitialized: `static cpp_type name[elements];`.
struct FeatureMemory {
  std::string name, cpp_type;
  int64_t elements = 0;
};

// What firmware needs to be the same block: sources to compile, and an object
// for device/detect's Frontend:
//   #include each of headers
//   ... constants, memory ...
//   static object_type feature_frontend = initializer;
//   const mote::detect::Frontend frontend = {&feature_frontend, push, reset};
struct FeatureFirmware {
  std::vector<std::string> headers;  // "device/dsp/micro_frontend.h"
  std::vector<std::string> sources;  // "device/dsp/fft.cc", all that it needs
  std::vector<FeatureConstant> constants;
  std::vector<FeatureMemory> memory;
  std::string object_type;  // "mote::dsp::MicroFrontend"
  std::string initializer;  // "{&kFrontendTables, estimates, input, work, 0}"
  std::string push, reset;  // "mote::dsp::PushMicroFrontend"
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
  // Takes samples (FeatureBlock::samples) and appends each finished row of
  // row_size int8 values to `rows`. Returns how many rows it appended.
  virtual int push(std::span<const int16_t> samples,
                   std::vector<int8_t>& rows) = 0;
  // Back to the state at power-on.
  virtual void reset() = 0;
};

// A feature block with its settings. Immutable and safe from many threads.
// Its output is the model's input tensor: int8, with the quantization that
// the block fixes, so that host, firmware and training see the same numbers.
//
// Its input are samples: int16 counts as the sensor's converter in the device
// gives them, frame by frame, frame_size() in a frame. Numbers of samples count
// them all, those of a stereo second are 2 * rate_hz().
class FeatureBlock {
 public:
  virtual ~FeatureBlock() = default;

  virtual std::string name() const = 0;       // "micro_frontend"
  virtual std::string canonical() const = 0;  // settings as canonical JSON
  virtual double rate_hz() const = 0;         // frames a second
  virtual int frame_size() const = 0;         // samples in a frame
  // Whether samples are sound, of which training may hear others like it
  // (lib/augment: rooms, noise, speed).
  virtual bool hears() const = 0;
  double samples_a_second() const { return rate_hz() * frame_size(); }
  // What a device would have read of a recording, at the block's rate. Throws
  // Error, with `where`, for a recording of another kind of sensor.
  virtual std::vector<int16_t> samples(const Signal& signal,
                                       const std::string& where) const = 0;
  virtual int window_samples() const = 0;  // of one row
  virtual int hop_samples() const = 0;     // between rows
  // {rows, row_size}: {49, 40}. A window of the signal that fills it holds
  // signal_samples() samples.
  virtual std::pair<int, int> output_shape() const = 0;
  virtual int signal_samples() const = 0;
  // The same values as networks see them: {rows, row size, 1}; of a block whose
  // rows are pictures height, width, channels.
  virtual std::array<int, 3> input_shape() const {
    return {output_shape().first, output_shape().second, 1};
  }
  virtual FeatureQuantization quantization() const = 0;

  virtual std::unique_ptr<FeatureStream> stream() const = 0;

  // What a device hears that comes to know this clip: the warm-up signal, then
  // the clip, cut or centred to signal_samples(). A device that hears these
  // samples from power-on ends with the rows that run() gives.
  //
  // The warm-up brings adaptive parts (noise estimates) to the state of a
  // device that has been listening: it plays the quietest part of the clip
  // over and over. Blocks without memory have none. A clip shorter than
  // signal_samples() is centred in the same quiet sound.
  virtual std::vector<int16_t> heard_signal(
      std::span<const int16_t> clip) const = 0;
  // Samples of heard_signal() before the clip; a multiple of hop_samples().
  virtual int warm_up_samples() const = 0;
  // The part of heard_signal() before the clip. A stream that hears it first
  // is heard as by a device that has been listening for a while.
  std::vector<int16_t> quiet_sound(std::span<const int16_t> clip) const;

  // The rows of one clip after the warm-up: rows x row_size.
  virtual std::vector<int8_t> run(std::span<const int16_t> clip) const = 0;

  // The rows of the last signal_samples() that a device hears which hears
  // exactly these samples from power-on: for callers that bring their own
  // warm-up, such as augmented clips that begin with the noise mixed into
  // them. At least signal_samples(), and more by whole hops.
  virtual std::vector<int8_t> run_heard(
      std::span<const int16_t> heard) const = 0;

  // The same block with its frequencies times `factor` (0.8 to 1.25): to it,
  // everyone's vocal tract is shorter or longer by that. For augmentation
  // (E. Eide and H. Gish, "A Parametric Approach to Vocal Tract Length
  // Normalization", 1996); null for blocks without frequency bands.
  virtual std::unique_ptr<FeatureBlock> warped(double factor) const = 0;

  // Where marks belong beside a picture of rows: {12.5, "1 kHz"}, in values
  // of a row from its start; empty when values have no order.
  virtual std::vector<std::pair<double, std::string>> row_marks() const = 0;

  virtual FeatureCost cost() const = 0;
  virtual FeatureFirmware firmware() const = 0;
};

// The features of a data set's samples, in its order.
struct FeatureSet {
  int rows = 0, row_size = 0;
  std::vector<std::vector<int8_t>> features;  // rows * row_size each
};

// Names of all blocks, for messages, --help and docs.
std::vector<std::string> feature_block_names();

// The block called `name` with settings from canonical JSON (missing fields
// get their defaults). Throws Error for unknown names (hint: the nearest) or
// bad values.
std::unique_ptr<FeatureBlock> make_feature_block(
    const std::string& name, const std::string& settings_json = "{}");

}  // namespace mote
