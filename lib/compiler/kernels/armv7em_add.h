// Addition of int8 tensors on Armv7E-M.
#pragma once

#include <cstdint>
#include <optional>

#include "device/nn/add/add.h"

namespace mote {

struct ShortAdd {
  int32_t first_multiplier = 0, second_multiplier = 0, offset = 0;
};

// Numbers for device/nn/add/short_add.h with which every pair of values gives
// what reference::AddInt8 gives, all 65,536 having been compared; nothing where
// none were found. `params`: of the reference kernel.
std::optional<ShortAdd> find_short_add(const nn::AddParams& params);

}  // namespace mote
