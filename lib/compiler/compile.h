// From a model to a plan for one target.
#pragma once

#include "lib/compiler/own_operator.h"
#include "lib/compiler/plan.h"
#include "lib/compiler/target.h"
#include "lib/model/model.h"

namespace mote {

// Whether additions become part of the convolutions before them.
enum class Additions { kByCost, kAlways, kNever };

struct CompileOptions {
  // Every tensor keeps its own place in the arena to the end of a run, so that
  // all can be looked at afterwards.
  bool keep_tensors = false;
  // Channels that are the same for every input stay.
  bool keep_channels = false;
  // Custom operators from outside mote.
  std::vector<OwnOperator> operators = {};
  // Where kernels exist; never with keep_tensors.
  Additions additions = Additions::kByCost;
};

// Throws Error naming the operator and the tensor it makes where the model
// asks for what no kernel can do; then nothing has been written anywhere.
Plan compile(const Model& model, const Target& target,
             const CompileOptions& options = {});

}  // namespace mote
