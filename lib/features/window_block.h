// The base of every feature block whose rows depend on one window of samples
// alone: most of them. A block adds its settings, the device's function and
// its tables.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "device/dsp/row_frontend.h"
#include "lib/features/feature_block.h"
#include "lib/features/sensor_settings.h"

namespace mote {

// How a row is made; sizes in frames and features.
struct RowKind {
  int window_frames = 1;
  int hop_frames = 1;
  int row_size = 0;
  int work_size = 0;  // floats that compute needs
  // Frames before the signal that its first window hears.
  int lead_frames = 0;
  dsp::ComputeRowFn compute = nullptr;
  const void* tables = nullptr;  // compute's; must outlive the block
};

// The same as text, for firmware.
struct RowFirmware {
  std::string header;                // "device/dsp/raw_window.h"
  std::vector<std::string> sources;  // "device/dsp/raw_window.cc" ...
  // The last one is compute's tables.
  std::vector<FeatureConstant> constants;
  std::string compute;  // "mote::dsp::ComputeRawWindow"
};

class WindowBlock : public FeatureBlock {
 public:
  // A stream of float rows before quantization: what fit.h measures.
  // rows * row_size values of one clip, as run() sees it.
  std::vector<float> measure(const std::vector<int16_t>& clip) const;

  double rate_hz() const override { return sensor_.rate_hz; }
  int frame_size() const override { return sensor_.frame_size(); }
  bool hears() const override { return false; }
  std::vector<int16_t> samples(const Signal& signal,
                               const std::string& where) const override {
    return counts_of(sensor_, signal, where);
  }

  int window_samples() const override;
  int hop_samples() const override;
  std::pair<int, int> output_shape() const override;
  int signal_samples() const override;
  FeatureQuantization quantization() const override;

  std::unique_ptr<FeatureStream> stream() const override;
  std::vector<int16_t> heard_signal(
      std::span<const int16_t> clip) const override;
  int warm_up_samples() const override { return 0; }
  std::vector<int8_t> run(std::span<const int16_t> clip) const override;
  std::vector<int8_t> run_heard(std::span<const int16_t> heard) const override;
  std::unique_ptr<FeatureBlock> warped(double) const override {
    return nullptr;
  }
  std::vector<std::pair<double, std::string>> row_marks() const override {
    return {};
  }
  FeatureFirmware firmware() const override;

 protected:
  // Throws Error for settings that are not complete.
  explicit WindowBlock(const SensorSettings& sensor);

  // To be called by the constructor of the block, whose tables are then made.
  // Throws Error when the signal holds no window, or centre and spread are not
  // of row_size.
  void set_rows(const RowKind& kind);

  // Instructions of one row on a Cortex-M4, estimated, without quantization.
  virtual int64_t row_instructions() const = 0;
  virtual RowFirmware row_firmware() const = 0;

  FeatureCost cost() const override;

 private:
  int signal_frames() const;  // with those before
  int rows() const;
  // The windows of a signal of signal_samples(), each given to `use`.
  template <class Use>
  void for_each_row(const std::vector<int16_t>& heard, Use use) const;

  const SensorSettings sensor_;
  RowKind kind_;
  std::vector<float> centre_, factor_;
  dsp::RowTables tables_ = {};
};

}  // namespace mote
