// Small models for the tests of lib/model.
#pragma once

#include "lib/graph/graph.h"
#include "lib/model/model.h"

namespace mote::test {

// An int8 fully connected layer, 4 -> 2, and a softmax.
Model small_model();

// One of each operator that mote writes, with options that are not defaults.
Model every_operator_model();

// A graph with random weights of a size that keeps activations near 1.
Checkpoint random_checkpoint(const Graph& graph, unsigned seed);

// `count` random inputs of a model, each of `values` numbers in 0..26: what
// feature blocks give.
std::vector<std::vector<float>> random_inputs(int count, int64_t values,
                                              unsigned seed);

}  // namespace mote::test
