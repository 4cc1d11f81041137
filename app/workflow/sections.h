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
  // Its settings as a Markdown table (for docs/) and for a terminal.
  std::function<std::string()> describe;
  std::function<std::string()> help;
};

const std::vector<Section>& sections();
// The section called `name`.
const Section& section(const std::string& name);

}  // namespace mote
