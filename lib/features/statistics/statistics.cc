#include "lib/features/statistics/statistics.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "device/dsp/statistics_window.h"
#include "lib/base/error.h"
#include "lib/features/window_block.h"

namespace mote {
namespace {

// In the order of dsp::Statistic.
const std::vector<std::string> kNames = {"average",  "minimum",   "maximum",
                                         "rms",      "deviation", "skewness",
                                         "kurtosis", "crossings"};

std::vector<uint8_t> indices_of(const std::vector<std::string>& statistics) {
  std::vector<uint8_t> indices;
  for (const std::string& name : statistics) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) {
      const std::string near = nearest(name, kNames);
      throw Error(fmt::format("there is no statistic '{}'", name),
                  "preprocess.statistics",
                  near.empty()
                      ? fmt::format("They are {}.", fmt::join(kNames, ", "))
                      : fmt::format("Did you mean '{}'?", near));
    }
    indices.push_back(static_cast<uint8_t>(found - kNames.begin()));
  }
  return indices;
}

class StatisticsBlock : public WindowBlock {
 public:
  explicit StatisticsBlock(const StatisticsSettings& settings)
      : WindowBlock(settings),
        settings_(settings),
        resolution_(resolutions(settings)),
        which_(indices_of(settings.statistics)),
        tables_{settings.window_frames() * settings.places,
                static_cast<int>(settings.axes.size()), resolution_.data(),
                static_cast<int>(which_.size()), which_.data()} {
    set_rows({.window_frames = settings.window_frames(),
              .hop_frames = settings.hop_frames(),
              .row_size = tables_.axes * tables_.statistics,
              .work_size = tables_.count,
              .compute = dsp::ComputeStatistics,
              .tables = &tables_});
  }

  std::string name() const override { return "statistics"; }
  std::string canonical() const override { return canonical_json(settings_); }

 protected:
  int64_t row_instructions() const override {
    return int64_t{tables_.axes} * (24 * tables_.count + 200);
  }

  RowFirmware row_firmware() const override {
    return {"device/dsp/statistics_window.h",
            {"device/dsp/moments.cc", "device/dsp/statistics_window.cc"},
            {float_constant("kResolution", resolution_,
                            "the reading of one count, of each axis"),
             {"kWhichStatistics",
              "uint8_t",
              {which_.begin(), which_.end()},
              "",
              "mote::dsp::Statistic, in the order of features"},
             {"kStatistics",
              "mote::dsp::StatisticsTables",
              {},
              fmt::format("{{{}, {}, kResolution, {}, kWhichStatistics}}",
                          tables_.count, tables_.axes, tables_.statistics),
              ""}},
            "mote::dsp::ComputeStatistics"};
  }

 private:
  const StatisticsSettings settings_;
  const std::vector<float> resolution_;
  const std::vector<uint8_t> which_;
  const dsp::StatisticsTables tables_;
};

}  // namespace

const FieldList& StatisticsSettings::fields() {
  using S = StatisticsSettings;
  static const FieldsOf<S> list = [] {
    FieldsOf<S> fields;
    add_sensor_fields(fields);
    add_window_fields(fields).texts(
        "statistics", &S::statistics,
        "of average, minimum, maximum, rms, deviation, skewness, "
        "kurtosis, crossings");
    return fields;
  }();
  return list;
}

void check_settings(const StatisticsSettings& settings) {
  check_window(settings);
  if (indices_of(settings.statistics).empty()) {
    throw Error("no statistic is chosen", "preprocess.statistics",
                "Such as [\"average\", \"deviation\"].");
  }
}

FeatureBlockKind statistics_kind() {
  return window_block_kind<StatisticsSettings>(
      "statistics", "mean, range and shape of each axis, for slow signals",
      [](const StatisticsSettings& settings) {
        check_settings(settings);
        return std::make_unique<StatisticsBlock>(settings);
      });
}

}  // namespace mote
