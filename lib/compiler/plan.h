// A model ready to run or to be written as C++: steps, constants, one arena.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "lib/model/model.h"

namespace mote {

// Where a step finds or leaves a tensor.
struct Location {
  // kState: memory that keeps its values from one inference to the next.
  enum class Kind { kNowhere, kArena, kConstant, kInput, kOutput, kState };
  Kind kind = Kind::kNowhere;
  int64_t offset_bytes = 0;  // arena, state
  int index = 0;  // into Plan::constants, or which input or output it is

  bool operator==(const Location&) const = default;
};

// A packed array in flash: weights in a kernel's own layout, biases, tables.
struct Constant {
  std::string name;  // "Layer3Weights"
  Type type = Type::kInt8;
  std::vector<uint8_t> data;  // little-endian
  int alignment = 4;
  std::string comment;
};

// One field of a kernel's parameter struct, in the struct's order. The value
// says the field's C++ type: int32_t, float, or a pointer to constants. A name
// with a dot is a field of a struct within: "window.input_height".
struct ParameterField {
  std::string name;
  std::variant<int64_t, double, Location> value;
};

struct StepCost {
  int64_t macs = 0;
  int64_t instructions = 0;  // estimated, on the plan's target
  int64_t scratch_bytes = 0;
};

// A call to one kernel of device/nn, or what decides which calls are made.
struct Step {
  // kReshape: a call. Else one of the operators that steer (is_control), with
  // its condition as the only input; nothing below then matters.
  OperatorCode control = OperatorCode::kReshape;
  bool is_call() const { return !is_control(control); }
  std::string layer;           // name of the output tensor
  std::string kernel;          // "armv7em::DepthwiseConvInt8"
  std::string parameter_type;  // "DepthwiseConvParams"
  std::string header;          // "device/nn/depthwise_conv/depthwise_conv.h"
  std::vector<std::string> sources;  // files that define the kernel
  // Where header and sources lie when the kernel is the user's own; its name
  // and its parameters' are then complete. Empty: one of device/nn.
  std::filesystem::path folder;
  std::vector<ParameterField> parameters;
  std::vector<int> input_tensors, output_tensors;  // of Plan::model
  std::vector<Location> inputs, outputs;           // of those, in order
  // The kernel is called so often, each time with the next image of every
  // tensor: their bytes are divided evenly.
  int64_t images = 1;
  bool in_place = false;  // the output may take the first input's memory
  // The output may overlap the first input if it begins at least so many bytes
  // before it; -1: it must not.
  int64_t lag_bytes = -1;
  // Of a step that copies all of one tensor to or from a piece of another: so
  // many bytes into that one it begins. Where the smaller tensor can lie there
  // itself, the step is left out. -1: another step.
  int64_t piece_offset_bytes = -1;
  bool untyped = false;  // the kernel takes tensors as bytes, int8_t*
  Location scratch;      // arena; used when cost.scratch_bytes > 0
  std::string comment;   // "3x3 conv 16->16, stride 1, ReLU"
  StepCost cost;
};

// What a variable holds before the first inference: `size_bytes` at
// `offset_bytes` of the state.
struct InitialState {
  int64_t offset_bytes = 0, size_bytes = 0;
  // All bytes alike, or those of a constant.
  std::variant<uint8_t, Location> value;
};

// What fuse_additions (fuse_additions.h) came to; empty where there was nothing
// to fuse.
struct Fusion {
  std::string note;  // "taken: arena 51472 -> 34096 bytes, ..."
  std::string text;  // the steps, as the pass returns them
  bool taken = false;
};

struct Plan {
  std::string target;  // Target::name
  std::string isa;     // Target::isa
  Model model;         // after all passes
  std::vector<Step> steps;
  std::vector<Constant> constants;
  int64_t arena_bytes = 0;
  int64_t arena_lower_bound_bytes = 0;  // no placement can need less
  int64_t state_bytes = 0;              // 0: an inference leaves no trace
  std::vector<InitialState> initial_state;
  std::vector<Location> inputs, outputs;  // of the model, in its order
  std::vector<Location> tensors;          // of every tensor of the model
  Fusion fusion;

  // Flash taken by constants and parameter structs, and by the kernels that
  // the plan calls (estimated from a table of measured sizes).
  int64_t constant_bytes() const;
  int64_t code_bytes() const;
  StepCost total_cost() const;  // scratch: the largest
};

}  // namespace mote
