// Projects for sensors: each runs to firmware on a data set beside mote's
// folder, or on readings that a physical model makes.
#include "app/workflow/templates/sensors.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/workflow/template.h"
#include "lib/base/error.h"
#include "lib/base/resources.h"
#include "lib/dataset/labelling.h"
#include "lib/signal/axis_names.h"
#include "stages/collect/synthesize/sensors/sensor_model.h"
#include "stages/collect/synthesize/synthesize_sensor.h"

namespace mote {
namespace {

constexpr const char* kProject = R"([project]
name = {name}
why  = {why}
how  = "On a small microcontroller, without a cloud."
what = {what}

[device]
board  = "qemu-cortex-m4"  # the device to fit: a folder of targets/board
budget = {{ ram = "64 KB", flash = "256 KB" }}

[requirements]
sensor = {sensor}
rate   = {rate}
labels = {labels}

# From here on, a section a stage. What is left out has a good default:
# `mote STAGE --help` and docs/project_format.md show every setting.
{stages}
[detection]
smoothing_windows = 1  # every window decides on its own

[evaluate.targets]
balanced_accuracy = {target}

[deploy]
targets = ["qemu-cortex-m4"]
)";

fs::path dataset_folder(const SensorTemplate& row) {
  return resource_folder().parent_path() / "shared" / "datasets" / row.dataset;
}

bool is_there(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(folder, ignored);
}

ImportOptions import_options(const SensorTemplate& row) {
  ImportOptions options;
  options.read.rate_hz = row.import_rate_hz;
  options.read.rows = row.import_rows;
  options.read.axes = parse_axes(row.import_axes);
  options.naming.label_pattern = row.label_pattern;
  options.naming.group_pattern = row.group_pattern;
  return options;
}

bool is_synthesized(const std::string& sensor) {
  return std::ranges::any_of(sensor_models(), [&](const SensorModel& model) {
    return model.name == sensor;
  });
}

}  // namespace

std::string sensor_settings(const SensorTemplate& row,
                            const TemplateChoices& choices) {
  std::vector<std::string> labels = row.labels;
  if (labels.empty()) labels = choices.found;
  return fmt::format(
      fmt::runtime(kProject), fmt::arg("name", toml_text(choices.name)),
      fmt::arg("why", toml_text(row.why)),
      fmt::arg("what", toml_text(row.what)),
      fmt::arg("sensor", toml_text(row.sensor)),
      fmt::arg("rate", toml_text(row.rate)),
      fmt::arg("labels", toml_list(labels)), fmt::arg("stages", row.stages),
      fmt::arg("target", toml_text(row.target)));
}

ImportReport sensor_recordings(const SensorTemplate& row, Store& store,
                               Run& run) {
  const fs::path folder = dataset_folder(row);
  if (!is_there(folder)) {
    ImportReport report;
    if (is_synthesized(row.sensor)) {
      report = synthesize_sensor(row.sensor, store, {}, run);
    }
    report.warn("bring recordings of your own: " + row.bring, "");
    return report;
  }
  ImportReport report =
      import_recordings(folder, store, import_options(row), run);
  for (const auto& [label, to] : row.renamed) {
    Labelling(store, {}).rename(label, to, {});
  }
  if (!row.left_out.empty()) {
    Labelling(store, {}).exclude(Query::parse(row.left_out),
                                 {"", std::string(row.left_out_why), ""});
  }
  return report;
}

}  // namespace mote
