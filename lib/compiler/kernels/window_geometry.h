// How convolutions and pools lie on their input.
#pragma once

#include <cstdint>
#include <vector>

#include "device/nn/window.h"
#include "lib/compiler/kernels/lowering.h"

namespace mote {

// The window of `op` with a kernel of the given size. Throws Error unless input
// and output are {1, height, width, channels} and fit each other. Where the
// image is one column wide it is laid on its side: the same memory, and kernels
// are fast along rows.
nn::Window read_window(const Operator& op, const Lowering& lowering,
                       int kernel_height, int kernel_width);

// The window with rows and columns exchanged.
nn::Window lay_on_side(nn::Window window);

// The window as the first fields of a parameter struct.
std::vector<ParameterField> window_fields(const nn::Window& window);

// "3x3, stride 2" or "1x9 dilated by 2".
std::string describe(const nn::Window& window);

}  // namespace mote
