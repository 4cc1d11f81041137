// Kernels of a device's instruction set, many cases in one run of an emulator.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "lib/base/process.h"
#include "lib/compiler/target.h"
#include "lib/runner/random_layer.h"

namespace mote::test {

struct KernelCase {
  Model model;                // of one operator
  std::vector<int8_t> input;  // its bytes
};

struct KernelOutcome {
  std::vector<int8_t> output;  // its bytes
  int64_t instructions = 0;
  // Bytes beside output and scratch memory that the kernel has written to.
  int32_t damaged_bytes = 0;
};

// Compiles each case's model for `target` and calls its kernel in the target's
// emulator; in place where the kernel may. `kernels` gets the kernels' names.
std::vector<KernelOutcome> run_emulated(const Target& target,
                                        const std::vector<KernelCase>& cases,
                                        std::set<std::string>& kernels);

// The program that runs those of a target that is not this computer.
inline std::string runner_of(const Target& target) {
  return target.runner.empty() ? target.qemu_program : target.runner;
}

// `count` random layers through make(), but those that take several kernels:
// each output must equal the portable kernel's here. At least one layer must
// use each kernel of `expected`, so that a test cannot pass on portable kernels
// alone.
void compare_emulated(const Target& target, Model (*make)(Random&), int count,
                      const std::vector<std::string>& expected);

}  // namespace mote::test

// Skips the running test, by name, where the target's tools are missing.
#define MOTE_REQUIRE_TARGET(name)                           \
  if (const mote::Target target = mote::read_target(name);  \
      !mote::find_program(target.compiler) ||               \
      !mote::find_program(mote::test::runner_of(target))) { \
    GTEST_SKIP() << "needs " << target.compiler << " and "  \
                 << mote::test::runner_of(target);          \
  }
