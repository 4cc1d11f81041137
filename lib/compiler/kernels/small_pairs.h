// Whether products with pairs of weights can be summed in 16 bits, as
// avx2::ConvSmallInt8 does.
#pragma once

#include <optional>
#include <vector>

#include "lib/compiler/kernels/conv_layer.h"

namespace mote {

// No two neighbours (an even tap of a row and the odd one after it) sum to less
// than -128 or more than 128.
bool has_small_pairs(const ConvLayer& layer);

// For a layer of one tap: an order of the inputs within every sixteen with
// which it has, as positions 0 to 15. Nothing when there is none, or when
// inputs do not come in sixteens.
std::optional<std::vector<int8_t>> small_pair_order(const ConvLayer& layer);

// The layer with its weights in that order.
ConvLayer reordered(ConvLayer layer, const std::vector<int8_t>& order);

}  // namespace mote
