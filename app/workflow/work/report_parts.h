// The chapters of the report, from the facts of the stages (docs/json.md).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/workflow/project_settings.h"
#include "lib/report/html.h"
#include "stages/evaluate/evaluate.h"

namespace mote {

std::vector<Tile> result_tiles(const nlohmann::json& evaluation,
                               const nlohmann::json& collected,
                               const nlohmann::json& designed,
                               const nlohmann::json& deployed);
std::string targets_table(const nlohmann::json& evaluation);
std::string confusion_part(const nlohmann::json& evaluation);
// `evaluation` with its predictions.
std::string roc_chart(const nlohmann::json& evaluation,
                      const EvaluateSettings& settings);
std::string device_part(const nlohmann::json& deployed,
                        const DeviceSettings& device);
std::string training_part(const nlohmann::json& trained);
std::string layers_table(const nlohmann::json& designed);
std::string recordings_table(const nlohmann::json& collected);
// The data sets and their terms.
std::string data_table(const nlohmann::json& collected);

}  // namespace mote
