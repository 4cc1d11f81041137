#include "app/workflow/sections.h"

#include "app/workflow/project_settings.h"

namespace mote {
namespace {

template <class S>
Section section(const std::string& name) {
  return {name,
          [](const SettingValue& value) {
            return canonical_json(read_settings<S>(value));
          },
          [] {
            const S defaults;
            return describe_settings(S::fields(), &defaults);
          }};
}

}  // namespace

const std::vector<Section>& sections() {
  static const std::vector<Section> table = {
      section<ProjectSettings>("project"),
      section<DeviceSettings>("device"),
      section<RequirementsSettings>("requirements"),
  };
  return table;
}

}  // namespace mote
