// A picture with its boxes drawn into it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/dataset/sample.h"
#include "lib/signal/signal.h"

namespace mote {

// A PNG of a picture (one frame of bytes, grey or red, green, blue) under its
// title, with each box and its label, a colour a label. Small pictures are
// drawn larger, every pixel a square; large ones smaller, some 1,200 pixels
// wide or high. Throws Error for a signal that is no picture.
std::vector<uint8_t> draw_boxes(const Signal& picture,
                                const std::vector<Box>& boxes,
                                const std::string& title);

}  // namespace mote
