// What the compiler leaves out or lays over each other changes no output:
// networks of operators that work in place, join and split tensors, run as they
// are placed and with every tensor in a place of its own.
#include <gtest/gtest.h>

#include <algorithm>

#include "lib/compiler/compile.h"
#include "lib/runner/plan_runner.h"
#include "lib/runner/random_layer.h"

namespace mote {
namespace {

using test::Random;

// Rows of eight int8 values: tensors of shape {rows, 8}.
class Network {
 public:
  explicit Network(Random& random) : random_(random) {
    tensors_ = {rows(1 + pick(4)), rows(1 + pick(4))};
    model_.name = "rows";
    model_.inputs = tensors_;
    while (model_.operators.size() < 14) grow();
    // Those that nobody reads are the outputs.
    for (const int t : tensors_) {
      bool is_read = std::ranges::count(model_.inputs, t) > 0;
      for (const Operator& op : model_.operators) {
        is_read |= std::ranges::count(op.inputs, t) > 0;
      }
      if (!is_read) model_.outputs.push_back(t);
    }
  }

  Model finish() && { return std::move(model_); }

 private:
  int pick(int count) {
    return static_cast<int>(random_() % static_cast<unsigned>(count));
  }

  int any() { return tensors_[static_cast<size_t>(pick(count()))]; }
  int count() const { return static_cast<int>(tensors_.size()); }
  int height(int tensor) const { return model_.tensors[tensor].shape[0]; }

  int add(Tensor tensor) {
    model_.tensors.push_back(std::move(tensor));
    return static_cast<int>(model_.tensors.size()) - 1;
  }

  int rows(int count) {
    Tensor tensor;
    tensor.name = "t" + std::to_string(model_.tensors.size());
    tensor.type = Type::kInt8;
    tensor.shape = {count, 8};
    tensor.quantization = {{1.f / 256}, {-128}, 0};  // as Logistic demands
    return add(tensor);
  }

  int constant(const std::vector<int32_t>& values) {
    Tensor tensor;
    tensor.name = "constant";
    tensor.type = Type::kInt32;
    tensor.shape = {static_cast<int>(values.size())};
    for (const int32_t value : values) {
      for (int shift = 0; shift < 32; shift += 8) {
        tensor.data.push_back(static_cast<uint8_t>(value >> shift));
      }
    }
    return add(tensor);
  }

  void append(OperatorCode code, std::vector<int> inputs,
              std::vector<int> outputs) {
    Operator op;
    op.code = code;
    op.inputs = std::move(inputs);
    op.outputs = outputs;
    model_.operators.push_back(op);
    tensors_.insert(tensors_.end(), outputs.begin(), outputs.end());
  }

  void grow() {
    const int a = any(), b = any(), c = any();
    const int kind = pick(8);
    if (kind == 0) {
      append(OperatorCode::kLogistic, {a}, {rows(height(a))});
    } else if (kind == 1 && height(a) == height(b)) {
      append(OperatorCode::kAdd, {a, b}, {rows(height(a))});
    } else if (kind == 2 && height(a) == height(b)) {
      append(OperatorCode::kMaximum, {a, b}, {rows(height(a))});
    } else if (kind == 3 && height(a) + height(b) + height(c) < 20) {
      append(OperatorCode::kConcatenation, {a, b, c},
             {rows(height(a) + height(b) + height(c))});
    } else if (kind == 4 && height(a) > 1) {
      const int first = 1 + pick(height(a) - 1);
      append(OperatorCode::kSplitV,
             {a, constant({first, height(a) - first}), constant({0})},
             {rows(first), rows(height(a) - first)});
    } else if (kind == 5 && height(a) > 2) {
      const int begin = pick(height(a) - 1);
      const int size = 1 + pick(height(a) - begin);
      append(OperatorCode::kSlice,
             {a, constant({begin, 0}), constant({size, 8})}, {rows(size)});
    } else if (kind == 6) {
      append(OperatorCode::kSoftmax, {a}, {rows(height(a))});
    } else if (kind == 7) {
      append(OperatorCode::kRelu6, {a}, {rows(height(a))});
    }
  }

  Random& random_;
  Model model_;
  std::vector<int> tensors_;
};

using Outputs = std::vector<std::vector<std::byte>>;

Outputs outputs_of(const Model& model, const Target& target, bool apart,
                   const Outputs& inputs, int64_t& arena_bytes) {
  CompileOptions options;
  options.keep_tensors = apart;
  PlanRunner runner(compile(model, target, options));
  arena_bytes += runner.plan().arena_bytes;
  Outputs outputs;
  for (const int t : model.outputs) {
    outputs.emplace_back(static_cast<size_t>(model.tensors[t].bytes()));
  }
  runner.run(
      std::vector<std::span<const std::byte>>(inputs.begin(), inputs.end()),
      std::vector<std::span<std::byte>>(outputs.begin(), outputs.end()));
  return outputs;
}

TEST(Placement, ChangesNoOutput) {
  Random random(6);
  for (const bool portable : {true, false}) {
    const Target target = host_target(portable);
    int64_t apart = 0, placed = 0;
    for (int i = 0; i < 150; ++i) {
      const Model model = Network(random).finish();
      Outputs inputs;
      for (const int t : model.inputs) {
        inputs.emplace_back(static_cast<size_t>(model.tensors[t].bytes()));
        for (std::byte& value : inputs.back()) {
          value = static_cast<std::byte>(random());
        }
      }
      ASSERT_EQ(outputs_of(model, target, false, inputs, placed),
                outputs_of(model, target, true, inputs, apart));
    }
    EXPECT_LT(placed, apart / 2);
  }
}

}  // namespace
}  // namespace mote
