// Why a stage is stale.
#pragma once

#include <optional>
#include <string>

#include "lib/store/ledger.h"

namespace mote {

// One sentence: "never run", "train.epochs 30 -> 50", "snapshot changed".
std::string why_stale(const std::optional<Recipe>& before, const Recipe& now);

}  // namespace mote
