// What `mote new` writes: a row a template. A new one is a file beside
// templates/blank.cc and a row in template.cc.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/run.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"

namespace mote {

struct TemplateChoices {
  std::string name = "my-assistant";  // of the project
  std::vector<std::string> words;     // to listen for; empty: the template's
  std::vector<std::string> found;     // labels of the recordings it begins with
};

struct ProjectTemplate {
  std::string name;                // "voice"
  std::string about;               // a line of `mote new --help`
  std::vector<std::string> words;  // listened for by default; empty: by none
  // The text of mote.toml: short, commented, every field a good default.
  // Throws Error for words that cannot be labels (empty, silence, unknown,
  // twice the same).
  std::function<std::string(const TemplateChoices& choices)> settings;
  // What a project begins with where no data set is given; none: nothing.
  std::function<ImportReport(const TemplateChoices& choices, Store& store,
                             Run& run)>
      recordings;
};

// In the order of `mote new --help`.
std::span<const ProjectTemplate> templates();

// Throws UsageError for a name that is none.
const ProjectTemplate& template_of(std::string_view name);

// A TOML basic string, and a list of such, quotes and brackets included.
std::string toml_text(std::string_view text);
std::string toml_list(const std::vector<std::string>& texts);

// The rows.
std::string voice_settings(const TemplateChoices& choices);
ImportReport voice_recordings(const TemplateChoices& choices, Store& store,
                              Run& run);
std::string blank_settings(const TemplateChoices& choices);

}  // namespace mote
