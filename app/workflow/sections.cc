#include "app/workflow/sections.h"

#include <nlohmann/json.hpp>

#include "app/workflow/project_settings.h"
#include "lib/base/error.h"
#include "lib/features/feature_block.h"
#include "lib/features/micro_frontend/settings.h"
#include "lib/package/package.h"
#include "stages/collect/collect.h"
#include "stages/convert/convert.h"
#include "stages/deploy/deploy.h"
#include "stages/design/design.h"
#include "stages/evaluate/evaluate.h"
#include "stages/train/train.h"

namespace mote {
namespace {

template <class S>
Section row(const std::string& name) {
  return {name,
          [](const SettingValue& value) {
            return canonical_json(read_settings<S>(value));
          },
          [] {
            const S defaults;
            return describe_settings(S::fields(), &defaults);
          },
          [name] {
            const S defaults;
            return settings_help(S::fields(), &defaults, name + ".");
          }};
}

// [preprocess] is `block` and the settings of that block.
struct BlockChoice {
  std::string block = "micro_frontend";

  static const FieldList& fields() {
    static const FieldList list = FieldsOf<BlockChoice>().choice(
        "block", &BlockChoice::block, feature_block_names(),
        "the features that the model sees");
    return list;
  }
};

// The entries of a table that are named `key`, or those that are not.
SettingValue entries(const SettingValue& value, std::string_view key,
                     bool named) {
  SettingValue part = value;
  std::erase_if(part.table, [&](const auto& entry) {
    return (entry.first == key) != named;
  });
  return part;
}

std::string canonical_preprocess(const SettingValue& value) {
  const auto choice = read_settings<BlockChoice>(entries(value, "block", true));
  const auto settings =
      read_settings<MicroFrontendSettings>(entries(value, "block", false));
  check_settings(settings);
  auto json = nlohmann::json::parse(canonical_json(settings));
  json["block"] = choice.block;
  return json.dump();
}

std::string describe_preprocess() {
  const MicroFrontendSettings defaults;
  return describe_settings(MicroFrontendSettings::fields(), &defaults);
}

std::string help_preprocess() {
  const MicroFrontendSettings defaults;
  return "  preprocess.block = \"micro_frontend\"\n" +
         settings_help(MicroFrontendSettings::fields(), &defaults,
                       "preprocess.");
}

}  // namespace

const std::vector<Section>& sections() {
  static const std::vector<Section> table = {
      row<ProjectSettings>("project"),
      row<DeviceSettings>("device"),
      row<RequirementsSettings>("requirements"),
      row<CollectSettings>("collect"),
      {"preprocess", canonical_preprocess, describe_preprocess,
       help_preprocess},
      row<DesignSettings>("design"),
      row<TrainSettings>("train"),
      row<ConvertSettings>("convert"),
      row<DetectionSettings>("detection"),
      row<EvaluateSettings>("evaluate"),
      row<DeploySettings>("deploy"),
  };
  return table;
}

const Section& section(const std::string& name) {
  for (const Section& candidate : sections()) {
    if (candidate.name == name) return candidate;
  }
  throw Error("there is no section '" + name + "'");
}

}  // namespace mote
