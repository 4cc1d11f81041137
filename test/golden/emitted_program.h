// Emitted models as programs that read inputs and write outputs.
#pragma once

#include <string>
#include <vector>

#include "lib/compiler/target.h"
#include "test/golden/golden.h"

namespace mote::test {

// Compiles the model for the target, emits it, builds it (warnings are errors)
// and runs it here or in the emulator: an inference for each entry of `runs`,
// which holds the inputs, without a reset between them. Gives the outputs of
// each run. A failure is the running test's.
std::vector<std::vector<Bytes>> run_emitted(
    const Model& model, const Target& target,
    const std::vector<std::vector<Bytes>>& runs);

}  // namespace mote::test
