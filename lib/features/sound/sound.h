// The feature blocks "spectrogram", "mfe" (mel filter bank energies) and "mfcc"
// (mel-frequency cepstral coefficients), as users of other tools know them.
#pragma once

#include "lib/features/blocks.h"
#include "lib/features/sound/settings.h"

namespace mote {

FeatureBlockKind spectrogram_kind();
FeatureBlockKind mfe_kind();
FeatureBlockKind mfcc_kind();

}  // namespace mote
