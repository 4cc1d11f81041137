// A model ready to run or to be written as C++: steps, constants, one arena.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "lib/model/model.h"

namespace mote {

// Where a step finds or leaves a tensor.
struct Location {
  enum class Kind { kArena, kConstant, kInput, kOutput } kind = Kind::kArena;
  int64_t offset_bytes = 0;  // arena
  int constant = 0;          // index into Plan::constants
};

// A packed array in flash: weights in a kernel's own layout, biases, tables.
struct Constant {
  std::string name;
  Type type = Type::kInt8;
  std::vector<uint8_t> data;  // little-endian
  int alignment = 4;
  std::string comment;
};

// One field of a kernel's parameter struct, in the struct's order.
struct ParameterField {
  std::string name;
  std::variant<int64_t, double, Location> value;  // Location: a constant
};

struct StepCost {
  int64_t macs = 0;
  int64_t instructions = 0;  // estimated, on the plan's target
  int64_t scratch_bytes = 0;
};

// A call to one kernel of device/nn.
struct Step {
  std::string layer;           // name of the output tensor
  std::string kernel;          // "armv7em::DepthwiseConvInt8"
  std::string parameter_type;  // "DepthwiseConvParams"
  std::string header;          // "device/nn/depthwise_conv/depthwise_conv.h"
  std::vector<std::string> sources;  // files that define the kernel
  std::vector<ParameterField> parameters;
  std::vector<Location> inputs, outputs;
  Location scratch;     // arena; used when cost.scratch_bytes > 0
  std::string comment;  // "3x3 conv 16->16, stride 1, ReLU"
  StepCost cost;
};

struct Plan {
  std::string target;  // "cortex-m4", "x86-64"
  Model model;         // after all passes
  std::vector<Step> steps;
  std::vector<Constant> constants;
  int64_t arena_bytes = 0;
  int64_t arena_lower_bound_bytes = 0;
  std::vector<Location> inputs, outputs;  // of the model, in its order

  int64_t constant_bytes() const;
};

}  // namespace mote
