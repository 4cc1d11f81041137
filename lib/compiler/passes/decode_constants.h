#pragma once

#include "lib/model/model.h"

namespace mote {

// Before: any model.
// After: what TensorFlow Lite Micro's operator TFLM_DECODE unpacks whenever a
// model runs is a constant. Its inputs are pairs of packed values and 16 bytes
// that say how, followed by a table:
//  - indices of 1 to 7 bits into a table a channel (type 0);
//  - Huffman codes, by tables of 16 or 32 bits an entry (type 1);
//  - a bit a value, of which those that are not zero follow (type 2).
// Bits count from the highest of a byte.
Model decode_constants(Model model);

}  // namespace mote
