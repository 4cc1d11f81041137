// Operators that lay the values of one tensor out anew.
#pragma once

#include <vector>

#include "lib/compiler/box.h"
#include "lib/model/model.h"

namespace mote {

// The boxes that a BatchToSpaceNd, BroadcastTo, DepthToSpace, Fill, ReverseV2,
// SpaceToBatchNd or SpaceToDepth moves from the tensor of its values to its
// output; of SpaceToBatchNd the border is left out. Throws Error for what is
// not constant or does not fit.
std::vector<Box> image_boxes(const Model& model, const Operator& op);

}  // namespace mote
