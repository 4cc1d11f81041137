// What became of recordings that a command brought, for people and machines.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/cli/console.h"
#include "stages/collect/import.h"

namespace mote {

// What was understood of the files, a few lines.
void print_preview(const ImportPreview& preview, Console& console);

// Under which terms the data come, where that is known.
void print_terms(const DataTerms& terms, Console& console);

// What was refused and what else is to know.
void print_problems(const ImportReport& report, Console& console);

// Prints the report as text and as JSON. Failed (1) only when nothing of it
// could be used.
int finish_import(const ImportReport& report, Console& console);

void print_report(const ImportReport& report, Console& console);
// The keys of docs/json.md.
nlohmann::json json_of(const ImportReport& report);

}  // namespace mote
