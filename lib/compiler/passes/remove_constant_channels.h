#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: activations are fused.
// After: channels of convolutions that are the same number at every pixel, for
// every input of the model, are gone, and so are channels that nobody needs;
// what they added to later layers is in the biases. Outputs and the channels
// that remain are unchanged to the bit. Channel counts that a layer reads stay
// multiples of four where they were, for the kernels' sake.
//
// Proven by channel_ranges(). A channel that a padded window reads is removed
// only if it is the zero point, which is what lies beside the image.
Model remove_constant_channels(Model model);

}  // namespace mote
