// Samples by how bad something is in each.
#pragma once

#include <string>

#include "stages/collect/checks/mending.h"

namespace mote {

// The samples for which `badness` is above 0, the worst first.
Places choose(const Evidence& evidence,
              double (*badness)(const Sample&, const Measurement&));

// "1 recording has", "12 recordings have".
std::string counted(const Places& places);

}  // namespace mote
