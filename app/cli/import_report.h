// What became of recordings that a command brought, for people and machines.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/cli/console.h"
#include "stages/collect/import.h"

namespace mote {

void print_report(const ImportReport& report, Console& console);
// The keys of docs/json.md.
nlohmann::json json_of(const ImportReport& report);

}  // namespace mote
