// An addition as two tables (device/nn/add/tabulated_add.h).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "device/nn/add/add.h"

namespace mote {

struct AddTables {
  std::vector<int32_t> first, second;  // 256 words each
  int shift = 0;
};

// Tables that give reference::AddInt8's output for each of the 65,536 pairs of
// values, if there are any. Inputs of one shape; scales that shrink.
std::optional<AddTables> tabulate_add(const nn::AddParams& params);

}  // namespace mote
