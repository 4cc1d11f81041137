// Every tensor of a model as mote computes it here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lib/compiler/target.h"
#include "lib/model/model.h"

namespace mote::test {

// The bytes of tensors after each input, by name.
using NamedTensors = std::map<std::string, std::vector<uint8_t>>;

// Names tensors without a name by their number: some converters name nothing.
void name_tensors(Model& model);

// Runs the model on `runs` inputs in its own type, one after the other, and
// gives every tensor that operators make and no pass has removed.
NamedTensors run_here(const Model& model, const Target& target,
                      const std::vector<uint8_t>& inputs, size_t runs);

}  // namespace mote::test
