#include "stages/convert/convert.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/error.h"
#include "lib/model/calibrate/ranges.h"
#include "lib/model/lower/lower.h"
#include "lib/model/quantize/quantize.h"
#include "lib/model/tflite/tflite.h"
#include "stages/convert/compare.h"

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

// Evenly spread over all clips, so that every label is among them.
std::vector<std::vector<int8_t>> chosen_clips(const FeatureSet& clips,
                                              int wanted) {
  const size_t count =
      std::min(clips.features.size(), static_cast<size_t>(wanted));
  std::vector<std::vector<int8_t>> chosen;
  for (size_t i = 0; i < count; ++i) {
    chosen.push_back(clips.features[i * clips.features.size() / count]);
  }
  return chosen;
}

std::vector<std::vector<float>> dequantized(
    const std::vector<std::vector<int8_t>>& clips,
    const FeatureQuantization& input) {
  std::vector<std::vector<float>> all;
  for (const std::vector<int8_t>& clip : clips) {
    std::vector<float>& values = all.emplace_back();
    for (int8_t value : clip) {
      values.push_back(
          static_cast<float>(input.scale * (value - input.zero_point)));
    }
  }
  return all;
}

std::vector<ValueRange> choose_ranges(const std::vector<ValueHistogram>& seen,
                                      const ConvertSettings& settings) {
  std::vector<ValueRange> ranges;
  for (const ValueHistogram& histogram : seen) {
    ranges.push_back(
        histogram.range(range_method(settings), settings.percentile));
  }
  return ranges;
}

ConvertedTensor describe(const Model& model, const Operator& op,
                         const ValueHistogram& seen,
                         const Comparison& comparison) {
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
  described.signal_to_noise_db = comparison.signal_to_noise_db[op.outputs[0]];
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
  constexpr int kSteps = 3;
  check_clips(checkpoint, representative);
  const Model real = lower(checkpoint);
  const auto clips = chosen_clips(representative, settings.clips);
  run.progress.update("convert", 0, kSteps, "observing the float model");
  run.throw_if_stopped();
  const auto seen =
      observe(FloatModel(real), dequantized(clips, input), run.threads);

  run.progress.update("convert", 1, kSteps, "quantizing");
  run.throw_if_stopped();
  const Model integer =
      quantize(real, choose_ranges(seen, settings),
               {{static_cast<float>(input.scale)}, {input.zero_point}, 0});

  run.progress.update("convert", 2, kSteps, "comparing int8 with float");
  run.throw_if_stopped();
  const Comparison comparison =
      compare_models(real, integer, clips, run.threads);

  Converted converted;
  converted.float_model = write_tflite(real);
  converted.int8_model = write_tflite(integer);
  converted.clips = static_cast<int>(clips.size());
  converted.agreement = comparison.agreement;
  for (const Operator& op : integer.operators) {
    converted.tensors.push_back(
        describe(integer, op, seen[op.outputs[0]], comparison));
  }
  run.progress.update("convert", kSteps, kSteps, "");
  return converted;
}

}  // namespace mote
