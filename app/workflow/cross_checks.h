// Settings whose valid values depend on other sections or on the machine:
// boards, target metrics, labels.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "lib/settings/settings.h"

namespace mote {

// `root` is mote.toml as it was written, `settings` all sections with defaults
// filled. Throws Error naming line, column and the nearest valid value.
void check_across_sections(const SettingValue& root,
                           const nlohmann::json& settings);

}  // namespace mote
