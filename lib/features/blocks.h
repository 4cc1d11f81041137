// The table of feature blocks: a row each. docs/add_a_feature_block.md says
// how to add one.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/features/feature_block.h"
#include "lib/features/fit.h"
#include "lib/settings/settings.h"

namespace mote {

struct FeatureBlockKind {
  std::string name;     // "micro_frontend": `block` in [preprocess]
  std::string summary;  // a line: what it computes, for which sensors
  // From canonical JSON; missing fields get their defaults. Throws Error for
  // bad values, and for what only training data can tell and nobody fitted.
  std::function<std::unique_ptr<FeatureBlock>(const std::string& settings)>
      make;
  // The settings with what was left open decided from recordings: canonical
  // JSON for make.
  std::function<std::string(const std::string& settings,
                            const TrainingSignals& signals)>
      fit;
  // As of a section of mote.toml (app/workflow/sections.h).
  std::function<std::string(const SettingValue&)> canonical;
  std::function<std::string()> describe, help;
};

// A row whose settings are a struct S with a function check_settings(S) that
// throws Error for what does not go together.
template <class S>
FeatureBlockKind block_kind(
    const std::string& name, const std::string& summary,
    const std::function<std::unique_ptr<FeatureBlock>(const S&)>& make,
    const std::function<S(const S&, const TrainingSignals&)>& fit) {
  const auto read = [name](const std::string& json) {
    return settings_from_json<S>(json, "preprocess (" + name + ")");
  };
  return {name,
          summary,
          [=](const std::string& json) { return make(read(json)); },
          [=](const std::string& json, const TrainingSignals& signals) {
            return canonical_json(fit(read(json), signals));
          },
          [](const SettingValue& value) {
            const S settings = read_settings<S>(value);
            check_settings(settings);
            return canonical_json(settings);
          },
          [] {
            const S defaults;
            return describe_settings(S::fields(), &defaults);
          },
          [] {
            const S defaults;
            return settings_help(S::fields(), &defaults, "preprocess.");
          }};
}

// A row of a WindowBlock, whose settings derive from SensorSettings.
template <class S>
FeatureBlockKind window_block_kind(
    const std::string& name, const std::string& summary,
    const std::function<std::unique_ptr<WindowBlock>(const S&)>& make) {
  return block_kind<S>(name, summary, make,
                       [make](const S& settings, const auto& signals) {
                         return fit_window_block<S>(settings, signals, make);
                       });
}

const std::vector<FeatureBlockKind>& feature_block_kinds();

// Throws Error for unknown names (hint: the nearest).
const FeatureBlockKind& feature_block_kind(const std::string& name);

}  // namespace mote
