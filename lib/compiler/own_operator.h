// Custom operators whose kernels the user writes, outside mote: a folder with a
// description and a C++14 header for each (docs/add_a_kernel.md).
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "lib/compiler/kernels/lowering.h"
#include "lib/compiler/plan.h"
#include "lib/model/model.h"

namespace mote {

// What NAME.toml says:
//
//   operator = "Polish"                  # the custom operator in the .tflite
//   kernel = "polish::PolishInt8"        # a function of the header
//   parameter_type = "polish::Params"    # its first argument
//   header = "polish.h"
//   sources = ["polish.cc"]              # may be left out
//   in_place = true                      # output may be the first input
//   types = ["int8", "int8"]             # of computed inputs, then of outputs
//   scratch_bytes = 0
//   parameters = [["size", "output.size"], ["gain", "option.gain"]]
//
// Parameters are in the order of the struct: the field and its value, which is
// a number or one of (inputs and outputs count from 0, which may be left out):
//   inputN.size, outputN.size            elements, int32_t
//   inputN.shape.D                       dimension D, int32_t
//   inputN.zero_point                    int32_t
//   inputN.scale                         float
//   inputN.data                          a pointer to a constant's values
//   option.NAME, optionf.NAME            of the custom options: int32_t, float
struct OwnOperator {
  std::string name;  // in the .tflite
  std::string kernel, parameter_type, header;
  std::vector<std::string> sources;
  bool in_place = false;
  std::vector<std::string> types;
  int64_t scratch_bytes = 0;
  // In order: a name, and what it is.
  std::vector<std::pair<std::string, std::string>> parameters;
  std::filesystem::path file;  // the description
};

// All descriptions of a folder, by name. Throws Error naming the file and what
// is wrong with it.
std::vector<OwnOperator> read_own_operators(
    const std::filesystem::path& folder);

// The description for `op`, or null.
const OwnOperator* find_own_operator(const std::vector<OwnOperator>& operators,
                                     const Operator& op);

// The step that calls the user's kernel. Throws Error where types or
// parameters do not fit the operator.
Step lower_own_operator(const OwnOperator& own, const Operator& op,
                        Lowering& lowering);

}  // namespace mote
