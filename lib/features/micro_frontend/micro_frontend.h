// The feature block "micro_frontend": TensorFlow Lite Micro's audio frontend
// (device/dsp/micro_frontend.h), bit for bit, at the speed of this host.
#pragma once

#include <memory>
#include <string>

#include "lib/features/blocks.h"
#include "lib/features/micro_frontend/settings.h"

namespace mote {

// Why it plays a warm-up: the noise estimates start at zero, so the first rows
// of a clip heard cold differ from those of a device that has been listening
// for a while. Trained on cold clips, a model learns a start that never comes.
std::unique_ptr<FeatureBlock> make_micro_frontend(
    const MicroFrontendSettings& settings);

// The row of the table of blocks.
FeatureBlockKind micro_frontend_kind();

}  // namespace mote
