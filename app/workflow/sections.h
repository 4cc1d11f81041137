// The sections of mote.toml: one row each.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/settings/settings.h"

namespace mote {

struct Section {
  std::string name;  // "train"
  // The section with defaults filled, as canonical JSON. Throws Error naming
  // line and column for keys and values that do not fit.
  std::function<std::string(const SettingValue&)> canonical;
  // Its settings as a Markdown table.
  std::function<std::string()> describe;
};

const std::vector<Section>& sections();

}  // namespace mote
