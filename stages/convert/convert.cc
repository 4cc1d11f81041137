#include "stages/convert/convert.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/model/calibrate/ranges.h"
#include "lib/model/lower/lower.h"
#include "lib/model/quantize/quantize.h"
#include "lib/model/tflite/tflite.h"

namespace mote {
namespace {

RangeMethod range_method(const ConvertSettings& settings) {
  if (settings.ranges == "min-max") return RangeMethod::kMinMax;
  if (settings.ranges == "percentile") return RangeMethod::kPercentile;
  return RangeMethod::kMse;
}

void check_clips(const Checkpoint& checkpoint, const FeatureSet& clips) {
  if (clips.features.empty()) {
    throw Error("there are no representative clips", "convert",
                "Collect recordings for the train split.");
  }
  const int64_t values = int64_t{clips.rows} * clips.row_size;
  if (values != checkpoint.graph.input.size()) {
    throw Error(fmt::format("the clips have {} x {} features where the model "
                            "'{}' takes {}",
                            clips.rows, clips.row_size, checkpoint.graph.name,
                            checkpoint.graph.input.size()),
                "convert", "Train again with these features.");
  }
}

std::vector<float> dequantized(const std::vector<int8_t>& features,
                               const FeatureQuantization& input) {
  std::vector<float> values;
  values.reserve(features.size());
  for (int8_t value : features) {
    values.push_back(
        static_cast<float>(input.scale * (value - input.zero_point)));
  }
  return values;
}

// Evenly spread over all clips, so that every label is among them.
std::vector<std::vector<float>> chosen_clips(const FeatureSet& clips,
                                             const FeatureQuantization& input,
                                             int wanted) {
  const size_t count =
      std::min(clips.features.size(), static_cast<size_t>(wanted));
  std::vector<std::vector<float>> chosen;
  for (size_t i = 0; i < count; ++i) {
    chosen.push_back(
        dequantized(clips.features[i * clips.features.size() / count], input));
  }
  return chosen;
}

ConvertedTensor describe(const Model& model, const Operator& op,
                         const ValueHistogram& seen) {
  const Tensor& tensor = model.tensors[op.outputs[0]];
  const ValueRange all = seen.range(RangeMethod::kMinMax, 100);
  ConvertedTensor described;
  described.name = tensor.name;
  described.operation = operator_name(op);
  described.shape = tensor.shape;
  described.low = all.low;
  described.high = all.high;
  described.scale = tensor.scale();
  described.zero_point = tensor.zero_point();
  described.range_low = tensor.scale() * (-128 - tensor.zero_point());
  described.range_high = tensor.scale() * (127 - tensor.zero_point());
  return described;
}

}  // namespace

const FieldList& ConvertSettings::fields() {
  static const FieldList list =
      FieldsOf<ConvertSettings>()
          .choice("ranges", &ConvertSettings::ranges,
                  {"mse", "percentile", "min-max"},
                  "how activation ranges are chosen")
          .number("percentile", &ConvertSettings::percentile,
                  "share of the values kept at either end", {90, 100})
          .integer("clips", &ConvertSettings::clips,
                   "representative clips that give the ranges", {1, 100000});
  return list;
}

Converted convert(const Checkpoint& checkpoint,
                  const FeatureSet& representative,
                  const FeatureQuantization& input,
                  const ConvertSettings& settings, Run& run) {
  check_clips(checkpoint, representative);
  const Model real = lower(checkpoint);
  const auto clips = chosen_clips(representative, input, settings.clips);
  run.progress.update("convert", 0, 2, fmt::format("{} clips", clips.size()));
  run.throw_if_stopped();
  const auto seen = observe(FloatModel(real), clips, run.threads);

  std::vector<ValueRange> ranges;
  for (const ValueHistogram& histogram : seen) {
    ranges.push_back(
        histogram.range(range_method(settings), settings.percentile));
  }
  run.progress.update("convert", 1, 2, "quantizing");
  run.throw_if_stopped();
  const Model integer = quantize(
      real, ranges, {{static_cast<float>(input.scale)}, {input.zero_point}, 0});

  Converted converted;
  converted.float_model = write_tflite(real);
  converted.int8_model = write_tflite(integer);
  converted.clips = static_cast<int>(clips.size());
  for (const Operator& op : integer.operators) {
    converted.tensors.push_back(describe(integer, op, seen[op.outputs[0]]));
  }
  run.progress.update("convert", 2, 2, "");
  return converted;
}

}  // namespace mote
