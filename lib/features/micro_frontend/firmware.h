// The micro frontend's tables and costs on a device.
#pragma once

#include "lib/features/feature_block.h"
#include "lib/features/micro_frontend/tables.h"

namespace mote {

FeatureFirmware micro_frontend_firmware(const dsp::MicroFrontendTables& tables,
                                        const MicroFrontendArrays& arrays);

// Memory is exact (without code); instructions are those of a Cortex-M4,
// fitted to measurements in the emulator.
FeatureCost micro_frontend_cost(const MicroFrontendSettings& settings,
                                const MicroFrontendArrays& arrays);

}  // namespace mote
