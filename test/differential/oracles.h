// The real interpreters that mote's results are compared with.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "lib/model/model.h"

namespace mote::test {

// The Python of the environment that install_oracles.sh makes; empty when it
// is not there.
std::filesystem::path oracle_python();

// A Python with TensorFlow, which the comparisons of bench/ need and nobody
// installs for tests alone: in the environment `rivals` beside the oracles';
// empty when it is not there.
std::filesystem::path tensorflow_python();

// The folder with the packages of npm that install_oracles.sh brings; empty
// when it is not there, or node is not.
std::filesystem::path node_modules();

// Runs a script of test/differential. Throws Error with what it printed when
// it fails; returns its output.
std::string run_oracle(const std::string& script,
                       const std::vector<std::string>& arguments);

// Tensors by index, their bytes after each input, one after the other.
using TensorBytes = std::map<int, std::vector<uint8_t>>;

// The tensors that operators of the model make, those without values (names of
// variables) left out.
std::vector<int> made_tensors(const Model& model);

// Runs `tflite` in the real "tflm" or "litert" on inputs in the model's own
// type, and gives every tensor that operators make.
TensorBytes run_interpreter(const std::string& interpreter,
                            const std::vector<uint8_t>& tflite,
                            const std::vector<uint8_t>& inputs);

}  // namespace mote::test

// Skips the running test, by name, where the oracles are not installed.
#define MOTE_REQUIRE_ORACLES()                                    \
  if (mote::test::oracle_python().empty()) {                      \
    GTEST_SKIP() << "needs test/differential/install_oracles.sh"; \
  }

// Skips the running test, by name, where there is no TensorFlow.
#define MOTE_REQUIRE_TENSORFLOW()                                      \
  if (mote::test::tensorflow_python().empty()) {                       \
    GTEST_SKIP() << "needs TensorFlow in ~/.cache/mote/rivals (venv)"; \
  }
