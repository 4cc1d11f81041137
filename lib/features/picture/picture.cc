#include "lib/features/picture/picture.h"

#include <fmt/format.h>

#include <cmath>

#include "device/dsp/picture.h"
#include "lib/base/error.h"
#include "lib/features/window_block.h"

namespace mote {
namespace {

class PictureBlock : public WindowBlock {
 public:
  explicit PictureBlock(const PictureSettings& settings)
      : WindowBlock(settings),
        settings_(settings),
        dead_(settings.dead.begin(), settings.dead.end()),
        tables_{settings.height,
                settings.width,
                static_cast<int>(settings.axes.size()),
                resolutions(settings)[0],
                settings.picture_rows(),
                settings.picture_columns(),
                settings.grey,
                settings.standardize,
                static_cast<float>(settings.least_deviation),
                static_cast<int>(dead_.size()),
                dead_.data()} {
    set_rows({.row_size = tables_.rows * tables_.columns * settings.channels(),
              .work_size = settings.frame_size(),
              .compute = dsp::ComputePicture,
              .tables = &tables_});
  }

  std::string name() const override { return "picture"; }
  std::string canonical() const override { return canonical_json(settings_); }
  std::array<int, 3> input_shape() const override {
    return {output_shape().first * tables_.rows, tables_.columns,
            settings_.channels()};
  }

 protected:
  int64_t row_instructions() const override {
    return 16 * int64_t{settings_.frame_size()} +
           40 * int64_t{tables_.rows} * tables_.columns * settings_.channels();
  }

  RowFirmware row_firmware() const override {
    const auto& t = tables_;
    const FeatureConstant numbers =
        float_constant("", {t.resolution, t.least}, "");
    std::vector<FeatureConstant> constants;
    if (!dead_.empty()) {
      constants.push_back({"kDeadPixels",
                           "uint32_t",
                           {dead_.begin(), dead_.end()},
                           "",
                           "places without a reading"});
    }
    constants.push_back(
        {"kPicture",
         "mote::dsp::PictureTables",
         {},
         fmt::format("{{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}}}", t.height,
                     t.width, t.channels, numbers.literals()[0], t.rows,
                     t.columns, t.grey, t.standardize, numbers.literals()[1],
                     t.dead_count, dead_.empty() ? "nullptr" : "kDeadPixels"),
         ""});
    return {"device/dsp/picture.h",
            {"device/dsp/picture.cc"},
            constants,
            "mote::dsp::ComputePicture"};
  }

 private:
  const PictureSettings settings_;
  const std::vector<uint32_t> dead_;
  const dsp::PictureTables tables_;
};

std::unique_ptr<WindowBlock> make_picture(const PictureSettings& settings) {
  check_settings(settings);
  return std::make_unique<PictureBlock>(settings);
}

// The places that have no reading in any frame of any recording.
std::vector<double> dead_places(const PictureSettings& settings,
                                const TrainingSignals& signals) {
  std::vector<bool> alive(static_cast<size_t>(settings.places));
  for (size_t i = 0; i < signals.count; ++i) {
    const Signal signal = signals.open(i);
    const auto* values = std::get_if<std::vector<float>>(&signal.samples);
    if (values == nullptr || signal.place_count() != alive.size()) return {};
    for (size_t v = 0; v < values->size(); ++v) {
      const size_t place = v / signal.axis_count() % alive.size();
      if (std::isfinite((*values)[v])) alive[place] = true;
    }
  }
  std::vector<double> dead;
  for (size_t place = 0; place < alive.size(); ++place) {
    if (!alive[place]) dead.push_back(static_cast<double>(place));
  }
  return dead;
}

PictureSettings fit_picture(PictureSettings settings,
                            const TrainingSignals& signals) {
  static_cast<SensorSettings&>(settings) = fit_sensor(settings, signals);
  const std::vector<int> shape = signals.open(0).frame_shape;
  if (settings.height == 0 && shape.size() <= 2) {
    settings.height = shape.size() == 2 ? shape[0] : 1;
    settings.width = shape.empty() ? 1 : shape.back();
  }
  if (settings.look_for_dead && settings.dead.empty()) {
    settings.dead = dead_places(settings, signals);
  }
  PictureSettings bare = settings;
  bare.centre.clear();
  bare.spread.clear();
  fit_features(*make_picture(bare), signals, settings);
  return settings;
}

}  // namespace

// A still picture is a frame a second, and a second is seen.
PictureSettings::PictureSettings() { rate_hz = 1; }

const FieldList& PictureSettings::fields() {
  using S = PictureSettings;
  static const FieldsOf<S> list = [] {
    FieldsOf<S> fields;
    add_sensor_fields(fields)
        .integer("height", &S::height,
                 "rows of a frame (default: as recordings have)", {0, 4096})
        .integer("width", &S::width,
                 "columns of a frame (default: as recordings have)", {0, 4096})
        .integer("rows", &S::rows, "rows that are seen (0: all)", {0, 4096})
        .integer("columns", &S::columns, "columns that are seen (0: all)",
                 {0, 4096})
        .flag("grey", &S::grey, "one value of red, green and blue")
        .flag("standardize", &S::standardize,
              "each picture minus its mean, over its deviation")
        .number("least_deviation", &S::least_deviation,
                "standardize: what a deviation counts as at least, in the "
                "readings' unit",
                {1e-9, 1e9})
        .flag("look_for_dead", &S::look_for_dead,
              "pixels without a reading in training are dead: their "
              "neighbours stand in")
        .numbers("dead", &S::dead,
                 "places of dead pixels, row by row (default: those found)",
                 {0, 1 << 24});
    return fields;
  }();
  return list;
}

void check_settings(const PictureSettings& settings) {
  check_sensor(settings);
  const int64_t places = int64_t{settings.height} * settings.width;
  if (settings.places > 0 && places != settings.places) {
    throw Error(fmt::format("frames of {} places are no picture of {}x{}",
                            settings.places, settings.height, settings.width),
                "preprocess.height",
                "Give height and width, or collect frames with a shape.");
  }
  if (settings.grey && !settings.axes.empty() && settings.axes.size() != 3) {
    throw Error("only a picture of three colours becomes grey",
                "preprocess.grey", "Leave it out.");
  }
  for (const double place : settings.dead) {
    if (settings.places > 0 && place >= settings.places) {
      throw Error(fmt::format("there is no pixel {}", place),
                  "preprocess.dead");
    }
  }
}

FeatureBlockKind picture_kind() {
  return block_kind<PictureSettings>(
      "picture", "a frame in a network's size, for cameras and thermal grids",
      make_picture, fit_picture);
}

}  // namespace mote
