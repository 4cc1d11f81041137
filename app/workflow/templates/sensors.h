// The table of sensors' templates: a row each.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/workflow/template.h"

namespace mote {

struct SensorTemplate {
  std::string sensor;  // the template's name and requirements.sensor
  std::string about;   // a line of `mote new --help`
  std::string why, what;

  // The data set, a folder of shared/datasets beside mote's own folder, and how
  // it is imported (ImportOptions).
  std::string dataset;
  double import_rate_hz = 0;
  std::string import_axes = "";
  int import_rows = 0;
  std::string label_pattern = "", group_pattern = "";
  std::vector<std::pair<std::string, std::string>> renamed = {};  // labels
  // A query of what the project does not learn from, and why.
  std::string left_out = "", left_out_why = "";
  // What recordings of one's own should be, where the data set is not there.
  std::string bring;

  std::string rate;                 // requirements.rate: "20 Hz"
  std::vector<std::string> labels;  // none: those of the recordings
  std::string stages;  // sections [collect] to [train] of mote.toml
  std::string target;  // balanced accuracy: ">= 0.85"
};

const std::vector<SensorTemplate>& sensor_templates();

std::string sensor_settings(const SensorTemplate& row,
                            const TemplateChoices& choices);
// The data set, else readings by a physical model, else nothing and a warning
// that says what to bring.
ImportReport sensor_recordings(const SensorTemplate& row, Store& store,
                               Run& run);

}  // namespace mote
