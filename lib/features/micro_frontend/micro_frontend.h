// The feature block "micro_frontend": TensorFlow Lite Micro's audio frontend
// (device/dsp/micro_frontend.h), bit for bit, at the speed of this host.
#pragma once

#include <memory>
#include <string>

#include "lib/features/feature_block.h"
#include "lib/features/micro_frontend/settings.h"

namespace mote {

// Why it plays a warm-up: the noise estimates start at zero, so the first rows
// of a clip heard cold differ from those of a device that has been listening
// for a while. Trained on cold clips, a model learns a start that never comes.
std::unique_ptr<FeatureBlock> make_micro_frontend(
    const MicroFrontendSettings& settings);

// From canonical JSON; missing fields get their defaults.
std::unique_ptr<FeatureBlock> make_micro_frontend(
    const std::string& settings_json);

}  // namespace mote
