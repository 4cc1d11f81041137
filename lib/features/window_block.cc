#include "lib/features/window_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/features/frontend_stream.h"

namespace mote {
namespace {

class RowStream : public FrontendStream<dsp::RowFrontend> {
 public:
  RowStream(const dsp::RowTables& tables, int work_size)
      : FrontendStream(dsp::PushRowFrontend, dsp::ResetRowFrontend,
                       tables.row_size),
        input_(tables.window_size),
        work_(work_size),
        features_(tables.row_size) {
    frontend_ = {&tables, input_.data(), work_.data(), features_.data(), 0};
  }

 private:
  std::vector<int16_t> input_;
  std::vector<float> work_, features_;
};

constexpr double kReach = 127;  // int8 steps from the centre to the end

std::vector<float> each_or(const std::vector<double>& values, size_t size,
                           double standard, const char* name) {
  if (values.empty()) return std::vector<float>(size, float(standard));
  if (values.size() != size && values.size() != 1) {
    throw Error(fmt::format("'{}' has {} values for {} features of a row", name,
                            values.size(), size),
                "preprocess", "Leave it out: it is taken from training data.");
  }
  std::vector<float> each(values.begin(), values.end());
  each.resize(size, each.front());
  return each;
}

}  // namespace

WindowBlock::WindowBlock(const SensorSettings& sensor) : sensor_(sensor) {
  check_sensor(sensor);
  if (sensor.complete()) return;
  throw Error("the sensor's axes and range are not known yet", "preprocess",
              "mote preprocess takes them from the training data, or give "
              "axes, full_scale and places.");
}

void WindowBlock::set_rows(const RowKind& kind) {
  kind_ = kind;
  if (rows() < 1) {
    throw Error(
        fmt::format("a signal of {:g} ms holds no window of {} frames at "
                    "{:g} Hz",
                    sensor_.signal_ms, kind.window_frames, sensor_.rate_hz),
        "preprocess.signal", "Make the signal longer or the window shorter.");
  }
  const auto size = static_cast<size_t>(kind.row_size);
  centre_ = each_or(sensor_.centre, size, 0, "centre");
  factor_ = each_or(sensor_.spread, size, 1, "spread");
  for (float& factor : factor_) {
    factor = static_cast<float>(kReach / sensor_.sigmas) /
             (factor > 0 ? factor : 1.0f);
  }
  tables_ = {window_samples(), hop_samples(),  kind.row_size, kind.compute,
             kind.tables,      centre_.data(), factor_.data()};
}

int WindowBlock::signal_frames() const {
  return kind_.lead_frames + sensor_.signal_frames();
}

int WindowBlock::rows() const {
  const int room = signal_frames() - kind_.window_frames;
  return room < 0 ? 0 : 1 + room / kind_.hop_frames;
}

int WindowBlock::window_samples() const {
  return kind_.window_frames * frame_size();
}

int WindowBlock::hop_samples() const { return kind_.hop_frames * frame_size(); }

std::pair<int, int> WindowBlock::output_shape() const {
  return {rows(), kind_.row_size};
}

int WindowBlock::signal_samples() const {
  return signal_frames() * frame_size();
}

FeatureQuantization WindowBlock::quantization() const {
  return {sensor_.sigmas / kReach, 0};
}

std::unique_ptr<FeatureStream> WindowBlock::stream() const {
  return std::make_unique<RowStream>(tables_, kind_.work_size);
}

std::vector<int16_t> WindowBlock::heard_signal(
    std::span<const int16_t> clip) const {
  return middle_of({clip.begin(), clip.end()},
                   static_cast<size_t>(signal_samples()),
                   static_cast<size_t>(frame_size()));
}

template <class Use>
void WindowBlock::for_each_row(const std::vector<int16_t>& heard,
                               Use use) const {
  std::vector<float> work(static_cast<size_t>(kind_.work_size));
  std::vector<float> features(static_cast<size_t>(kind_.row_size));
  for (int row = 0; row < rows(); ++row) {
    kind_.compute(kind_.tables, heard.data() + row * hop_samples(), work.data(),
                  features.data());
    use(features);
  }
}

std::vector<float> WindowBlock::measure(
    const std::vector<int16_t>& clip) const {
  std::vector<float> all;
  for_each_row(heard_signal(clip), [&](const std::vector<float>& features) {
    all.insert(all.end(), features.begin(), features.end());
  });
  return all;
}

std::vector<int8_t> WindowBlock::run(std::span<const int16_t> clip) const {
  std::vector<int8_t> features(static_cast<size_t>(rows()) * kind_.row_size);
  int8_t* row = features.data();
  for_each_row(heard_signal(clip), [&](const std::vector<float>& values) {
    dsp::QuantizeFeatures(tables_, values.data(), row);
    row += kind_.row_size;
  });
  return features;
}

std::vector<int8_t> WindowBlock::run_heard(
    std::span<const int16_t> heard) const {
  const auto signal = static_cast<size_t>(signal_samples());
  if (heard.size() < signal) {
    throw Error(fmt::format("{} samples are not the {} of a signal",
                            heard.size(), signal),
                name());
  }
  return run(heard.last(signal));
}

FeatureCost WindowBlock::cost() const {
  constexpr int64_t kQuantizeInstructions = 14;  // a feature
  const auto rows_a_second = sensor_.rate_hz / kind_.hop_frames;
  FeatureCost cost;
  cost.instructions_a_second = static_cast<int64_t>(
      rows_a_second *
      static_cast<double>(row_instructions() +
                          kQuantizeInstructions * kind_.row_size +
                          4 * hop_samples()));
  cost.ram_bytes =
      2 * window_samples() + 4 * (kind_.work_size + kind_.row_size);
  for (const FeatureConstant& constant : firmware().constants) {
    cost.flash_bytes += constant.bytes();
  }
  return cost;
}

FeatureFirmware WindowBlock::firmware() const {
  const RowFirmware row = row_firmware();
  FeatureFirmware firmware;
  firmware.headers = {row.header, "device/dsp/row_frontend.h"};
  firmware.sources = row.sources;
  firmware.sources.emplace_back("device/dsp/row_frontend.cc");
  firmware.constants = row.constants;
  firmware.constants.push_back(float_constant(
      "kFeatureCentre", centre_, "what becomes 0, of each feature of a row"));
  firmware.constants.push_back(
      float_constant("kFeatureFactor", factor_, "int8 steps to the unit"));
  firmware.constants.push_back(
      {"kRowTables",
       "mote::dsp::RowTables",
       {},
       fmt::format("{{{}, {}, {}, {}, &{},\n    kFeatureCentre, "
                   "kFeatureFactor}}",
                   tables_.window_size, tables_.hop_size, tables_.row_size,
                   row.compute, row.constants.back().name),
       ""});
  firmware.memory = {{"frontend_input", "int16_t", tables_.window_size},
                     {"frontend_work", "float", std::max(kind_.work_size, 1)},
                     {"frontend_features", "float", tables_.row_size}};
  firmware.object_type = "mote::dsp::RowFrontend";
  firmware.initializer =
      "{&kRowTables, frontend_input, frontend_work, frontend_features, 0}";
  firmware.push = "mote::dsp::PushRowFrontend";
  firmware.reset = "mote::dsp::ResetRowFrontend";
  return firmware;
}

}  // namespace mote
