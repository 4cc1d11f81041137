#include "app/workflow/project_settings.h"

namespace mote {

const FieldList& ProjectSettings::fields() {
  using S = ProjectSettings;
  static const FieldList list =
      FieldsOf<S>()
          .text("name", &S::name, "names the results: out/NAME.mote")
          .text("why", &S::why, "the need that the application answers")
          .text("how", &S::how, "what makes its answer special")
          .text("what", &S::what, "what it does");
  return list;
}

const FieldList& BudgetSettings::fields() {
  using S = BudgetSettings;
  static const FieldList list =
      FieldsOf<S>()
          .integer("ram", &S::ram_bytes, "RAM for mote; 0: no limit", {0},
                   "bytes")
          .integer("flash", &S::flash_bytes, "flash for mote; 0: no limit", {0},
                   "bytes")
          .number("latency", &S::latency_ms, "of one inference; 0: no limit",
                  {0}, "ms");
  return list;
}

const FieldList& DeviceSettings::fields() {
  using S = DeviceSettings;
  static const FieldList list =
      FieldsOf<S>()
          .text("board", &S::board, "a folder of targets/board")
          .section("budget", &S::budget, "what the application may use");
  return list;
}

const FieldList& RequirementsSettings::fields() {
  using S = RequirementsSettings;
  static const FieldList list =
      FieldsOf<S>()
          .choice(
              "sensor", &S::sensor,
              {"microphone", "ultrasonic", "geophone", "vibrometer", "thermal",
               "camera", "gyroscope", "radar", "accelerometer", "gas", "heart"},
              "what senses")
          .number("rate", &S::rate_hz,
                  "readings a second; 0: sound at preprocess.rate, others as "
                  "they are",
                  {0, 1e6}, "Hz")
          .interval("duration", &S::duration_ms,
                    "length of a recording: one, or least..most; 0: any",
                    {0, 1e9}, "ms")
          .texts("units", &S::units,
                 "units of the axes in their order, or one of all")
          .texts("range", &S::ranges,
                 "where values may lie: \"-4..4 g\"; without a unit all, of "
                 "sound as share of full scale")
          .texts("labels", &S::labels,
                 "what is told apart: silence, unknown and the words")
          .integer("min_samples_per_label", &S::min_samples_per_label,
                   "recordings that each word needs", {0})
          .integer("min_groups_per_label", &S::min_groups_per_label,
                   "speakers that each word needs", {0})
          .integer("min_recorded_percent", &S::min_recorded_percent,
                   "share of each label that is recorded, not synthetic",
                   {0, 100});
  return list;
}

std::vector<std::string> RequirementsSettings::words() const {
  std::vector<std::string> words;
  for (const std::string& label : labels) {
    if (label != "silence" && label != "unknown") words.push_back(label);
  }
  return words;
}

}  // namespace mote
