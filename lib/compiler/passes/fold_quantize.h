#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: any model.
// After: no Quantize that changes nothing: whose output has the type, scale and
// zero point of its input, or of what a Dequantize made its input from (then
// n * scale / scale rounds to n, whatever the scale). Who read it reads the
// original. It stays where it makes an output of the model or copies a
// variable, which may change later.
Model fold_quantize(Model model);

}  // namespace mote
