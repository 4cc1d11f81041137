// Samples by how bad something is in each.
#pragma once

#include <string>
#include <vector>

#include "stages/collect/checks/check.h"

namespace mote {

// The names of the samples for which `badness` is above 0, the worst first.
std::vector<std::string> choose(const Evidence& evidence,
                                double (*badness)(const Sample&,
                                                  const Measurement&));

// "1 recording has", "12 recordings have".
std::string counted(const std::vector<std::string>& names);

}  // namespace mote
