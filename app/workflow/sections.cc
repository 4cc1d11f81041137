#include "app/workflow/sections.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/workflow/project_settings.h"
#include "lib/base/error.h"
#include "lib/features/blocks.h"
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
  const FeatureBlockKind& kind = feature_block_kind(choice.block);
  auto json =
      nlohmann::json::parse(kind.canonical(entries(value, "block", false)));
  json["block"] = choice.block;
  return json.dump();
}

// A table a block, each under its name.
std::string describe_preprocess() {
  std::string text;
  for (const FeatureBlockKind& kind : feature_block_kinds()) {
    text +=
        fmt::format("{}`block = \"{}\"`: {}\n\n{}", text.empty() ? "" : "\n",
                    kind.name, kind.summary, kind.describe());
  }
  return text;
}

std::string help_preprocess() {
  std::string text;
  for (const FeatureBlockKind& kind : feature_block_kinds()) {
    text += fmt::format("  preprocess.block = \"{}\"   {}\n{}", kind.name,
                        kind.summary, kind.help());
  }
  return text;
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
