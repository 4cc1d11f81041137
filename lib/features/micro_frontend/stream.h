// The micro frontend on a running signal, by the device's own loop.
#pragma once

#include <memory>

#include "device/dsp/micro_frontend.h"
#include "lib/features/feature_block.h"

namespace mote {

// `tables` must outlive the stream.
std::unique_ptr<FeatureStream> make_micro_frontend_stream(
    const dsp::MicroFrontendTables& tables);

}  // namespace mote
