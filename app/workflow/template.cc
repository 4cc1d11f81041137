#include "app/workflow/template.h"

#include <fmt/format.h>

#include <vector>

#include "app/workflow/templates/sensors.h"
#include "lib/base/error.h"

namespace mote {

namespace {

ProjectTemplate template_of_sensor(const SensorTemplate& row) {
  return {row.sensor,
          row.about,
          {},
          [&row](const TemplateChoices& choices) {
            return sensor_settings(row, choices);
          },
          [&row](const TemplateChoices&, Store& store, Run& run) {
            return sensor_recordings(row, store, run);
          }};
}

}  // namespace

std::span<const ProjectTemplate> templates() {
  static const std::vector<ProjectTemplate> rows = [] {
    std::vector<ProjectTemplate> all = {
        {"voice",
         "acts on spoken words",
         {"yes", "no"},
         voice_settings,
         voice_recordings},
        {"blank", "no recordings, nothing decided", {}, blank_settings, {}}};
    for (const SensorTemplate& row : sensor_templates()) {
      all.push_back(template_of_sensor(row));
    }
    return all;
  }();
  return rows;
}

const ProjectTemplate& template_of(std::string_view name) {
  std::string known;
  for (const ProjectTemplate& row : templates()) {
    if (row.name == name) return row;
    known += (known.empty() ? "" : ", ") + std::string(row.name);
  }
  throw UsageError(fmt::format("there is no template '{}'", name), "--template",
                   "The templates: " + known + ".");
}

std::string toml_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += std::string("\\") + c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      result += fmt::format("\\u{:04X}", static_cast<int>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string toml_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) {
    list += (list.empty() ? "" : ", ") + toml_text(text);
  }
  return "[" + list + "]";
}

}  // namespace mote
