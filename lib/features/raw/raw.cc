#include "lib/features/raw/raw.h"

#include <fmt/format.h>

#include "device/dsp/raw_window.h"
#include "lib/features/window_block.h"

namespace mote {
namespace {

class RawBlock : public WindowBlock {
 public:
  explicit RawBlock(const RawSettings& settings)
      : WindowBlock(settings),
        settings_(settings),
        resolution_(resolutions(settings)),
        tables_{1, settings.places, static_cast<int>(settings.axes.size()),
                resolution_.data()} {
    set_rows({.row_size = settings.frame_size(),
              .compute = dsp::ComputeRawWindow,
              .tables = &tables_});
  }

  std::string name() const override { return "raw"; }
  std::string canonical() const override { return canonical_json(settings_); }

 protected:
  int64_t row_instructions() const override {
    return 8 * settings_.frame_size();
  }

  RowFirmware row_firmware() const override {
    return {"device/dsp/raw_window.h",
            {"device/dsp/raw_window.cc"},
            {float_constant("kResolution", resolution_,
                            "the reading of one count, of each axis"),
             {"kRawWindow",
              "mote::dsp::RawWindowTables",
              {},
              fmt::format("{{{}, {}, {}, kResolution}}", tables_.frames,
                          tables_.places, tables_.axes),
              ""}},
            "mote::dsp::ComputeRawWindow"};
  }

 private:
  const RawSettings settings_;
  const std::vector<float> resolution_;
  const dsp::RawWindowTables tables_;
};

std::unique_ptr<WindowBlock> make_raw(const RawSettings& settings) {
  return std::make_unique<RawBlock>(settings);
}

}  // namespace

const FieldList& RawSettings::fields() {
  static FieldsOf<RawSettings> list;
  static const FieldList& all = add_sensor_fields(list);
  return all;
}

void check_settings(const RawSettings& settings) { check_sensor(settings); }

FeatureBlockKind raw_kind() {
  return window_block_kind<RawSettings>(
      "raw", "the readings themselves, for networks that find features",
      make_raw);
}

}  // namespace mote
