#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: any model.
// After: no Pad of rows and columns stands before a convolution or depthwise
// convolution that alone reads it: the window reaches beside the image by
// itself (Padding::kExplicit), which reads the same value there, the zero
// point. Pads of a whole window or more, and of channels, stay.
Model fuse_padding(Model model);

}  // namespace mote
