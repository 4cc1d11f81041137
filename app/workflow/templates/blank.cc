// Nothing decided: a place to collect recordings in.
#include <fmt/format.h>

#include "app/workflow/template.h"

namespace mote {
namespace {

// More labels than these are rather what the recordings are than what an
// application tells apart.
constexpr size_t kMostLabels = 50;

constexpr const char* kBlank = R"([project]
name = {name}
why  = ""  # the need that the application answers
how  = ""  # what makes its answer special
what = ""  # what it does

[device]
board  = "qemu-cortex-m4"  # the device to fit: a folder of targets/board
budget = {{ ram = "0 KB", flash = "0 KB" }}  # 0: no limit

[requirements]
labels = {labels}  # what is told apart: ["silence", "unknown", "left"]
# What `mote collect verify` holds recordings against, where it matters:
# rate = "100 Hz"
# duration = "1..3 s"     # or one length: "1 s"
# units = ["g"]           # of all axes, or one an axis
# range = ["-4..4 g"]     # where values may lie
# min_samples_per_label = 50
# min_groups_per_label = 5     # people, devices, places
# min_recorded_percent = 80    # the rest may be synthetic

# From here on, a section a stage. What is left out has a default: `mote STAGE
# --help` and docs/project_format.md show every setting.
)";

}  // namespace

std::string blank_settings(const TemplateChoices& choices) {
  const bool decided =
      choices.found.size() >= 2 && choices.found.size() <= kMostLabels;
  return fmt::format(
      fmt::runtime(kBlank), fmt::arg("name", toml_text(choices.name)),
      fmt::arg("labels", toml_list(decided ? choices.found
                                           : std::vector<std::string>{})));
}

}  // namespace mote
