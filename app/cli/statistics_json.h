// Statistics and maps of a data set as JSON (docs/json.md: stats, map).
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "stages/collect/report/counts.h"
#include "stages/collect/report/recording_map.h"
#include "stages/collect/report/values.h"

namespace mote {

nlohmann::json json_of(const DataCounts& counts);
nlohmann::json json_of(const DataValues& values);
nlohmann::json json_of(const RecordingMap& map, const Dataset& dataset);

}  // namespace mote
