#include "stages/convert/convert.h"

#include <fmt/format.h>

#include "app/workflow/listening.h"
#include "app/workflow/work/features_file.h"
#include "app/workflow/work/work.h"
#include "lib/package/package.h"

namespace mote {
namespace {

using nlohmann::json;

std::vector<DataSource> sources_of(const json& collected) {
  std::vector<DataSource> data;
  for (const json& source : collected.at("data")) {
    data.push_back({source.at("name"), source.at("licence"),
                    source.at("attribution"), source.at("recordings")});
  }
  return data;
}

Package make_package(const StageWork& work, const FeatureBlock& block,
                     const Checkpoint& checkpoint,
                     const std::vector<uint8_t>& model) {
  Package package;
  package.name = work.project.name();
  package.model = model;
  package.feature_block = block.name();
  package.feature_settings = block.canonical();
  package.scores = checkpoint.scores;
  package.lineage = {{"snapshot", work.object("snapshot")},
                     {"checkpoint", work.object("checkpoint")}};
  package.data = sources_of(work.input_json("collect.facts"));
  return package;
}

json tensors_json(const std::vector<ConvertedTensor>& tensors) {
  json list = json::array();
  for (const ConvertedTensor& tensor : tensors) {
    list.push_back({{"name", tensor.name},
                    {"operation", tensor.operation},
                    {"shape", tensor.shape},
                    {"low", tensor.low},
                    {"high", tensor.high},
                    {"range_low", tensor.range_low},
                    {"range_high", tensor.range_high},
                    {"scale", tensor.scale},
                    {"zero_point", tensor.zero_point},
                    {"signal_to_noise_db", tensor.signal_to_noise_db}});
  }
  return list;
}

json detection_json(const DetectionDecision& decision) {
  json facts = {{"threshold", decision.settings.threshold},
                {"hops_a_score", decision.settings.hops_a_score},
                {"threshold_chosen", decision.validation.has_value()}};
  if (decision.validation) {
    facts["words_found"] = decision.validation->found_share();
    facts["false_alarms"] = decision.validation->alarm_share();
    facts["clips"] = decision.validation->words + decision.validation->others;
  }
  return facts;
}

}  // namespace

json convert_work(StageWork& work) {
  const auto block = read_feature_block(work.input_text("feature_block"));
  const Checkpoint checkpoint =
      read_checkpoint(work.input("checkpoint"), "the checkpoint");
  const Converted converted =
      convert(checkpoint, read_features(work.input("features"), "features"),
              block->quantization(),
              work.project.settings<ConvertSettings>("convert"), work.run);
  work.give("model.tflite", converted.int8_model);
  work.give("float.tflite", converted.float_model);
  Package package =
      make_package(work, *block, checkpoint, converted.int8_model);
  const DetectionDecision decision = decide_detection(
      work.project, package,
      dataset_of(work.project, work.input_text("snapshot")),
      work.input_json("design.facts").at("hops_a_score"), work.run);
  package.detection = decision.settings;
  work.give("package", write_package(package));
  return {{"summary",
           fmt::format("int8 {:.1f} KB (float {:.1f} KB), ranges "
                       "from {} clips",
                       converted.int8_model.size() / 1024.0,
                       converted.float_model.size() / 1024.0, converted.clips)},
          {"int8_bytes", converted.int8_model.size()},
          {"float_bytes", converted.float_model.size()},
          {"clips", converted.clips},
          {"agreement", converted.agreement},
          {"detection", detection_json(decision)},
          {"tensors", tensors_json(converted.tensors)}};
}

}  // namespace mote
