// Branches, loops, and operators that end an inference early.
#include <cstring>

#include "test/differential/operator_models.h"

namespace mote::test {
namespace {

constexpr Type kReal = Type::kFloat32, kByte = Type::kInt8,
               kWord = Type::kInt32;

// A graph of several operators.
class Graph {
 public:
  explicit Graph(Random& random) : random_(random) {}

  int tensor(Type type, const std::vector<int>& shape) {
    Tensor tensor;
    tensor.name = "tensor_" + std::to_string(model_.tensors.size());
    tensor.type = type;
    tensor.shape = shape;
    if (type == kByte) tensor.quantization = {{scale()}, {zero_point()}, 0};
    model_.tensors.push_back(tensor);
    return static_cast<int>(model_.tensors.size()) - 1;
  }

  int input(Type type, const std::vector<int>& shape) {
    model_.inputs.push_back(tensor(type, shape));
    return model_.inputs.back();
  }

  int number(int32_t value) {
    const int index = tensor(kWord, {1});
    model_.tensors[index].data.resize(4);
    std::memcpy(model_.tensors[index].data.data(), &value, 4);
    return index;
  }

  Operator& add(OperatorCode code, const std::vector<int>& inputs,
                const std::vector<int>& outputs) {
    Operator& op = model_.operators.emplace_back();
    op.code = code;
    op.inputs = inputs;
    op.outputs = outputs;
    return op;
  }

  // A new tensor that an operator makes.
  int make(OperatorCode code, const std::vector<int>& inputs, Type type,
           const std::vector<int>& shape) {
    const int made = tensor(type, shape);
    add(code, inputs, {made});
    return made;
  }

  Model finish(const std::vector<int>& outputs) {
    model_.outputs = outputs;
    return model_;
  }

 private:
  float scale() {
    return std::uniform_real_distribution<float>(0.02f, 0.08f)(random_);
  }
  int zero_point() {
    return std::uniform_int_distribution<int>(-40, 40)(random_);
  }

  Model model_;
  Random& random_;
};

// (x, y) -> (f(x, y), x).
Model two_values(Random& random, OperatorCode code, Type type,
                 const std::vector<int>& shape) {
  Graph graph(random);
  const int x = graph.input(type, shape), y = graph.input(type, shape);
  return graph.finish({graph.make(code, {x, y}, type, shape), x});
}

// (x, y) -> (x reshaped and back, y).
Model views(Random& random, Type type, const std::vector<int>& shape) {
  Graph graph(random);
  const int x = graph.input(type, shape), y = graph.input(type, shape);
  const int flat =
      graph.make(OperatorCode::kReshape, {x}, type, {1, shape[0] * shape[1]});
  return graph.finish(
      {graph.make(OperatorCode::kReshape, {flat}, type, shape), y});
}

void add_branches(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte}) {
    for (const bool view : {false, true}) {
      const std::vector<int> shape = random_shape(random, 2);
      Graph graph(random);
      const int condition = graph.input(Type::kBool, {1});
      const int x = graph.input(type, shape), y = graph.input(type, shape);
      const int first = graph.tensor(type, shape),
                second = graph.tensor(type, shape);
      Operator& op =
          graph.add(OperatorCode::kIf, {condition, x, y}, {first, second});
      op.options.subgraph = 1;
      op.options.other_subgraph = 2;
      const int sum =
          graph.make(OperatorCode::kAdd, {first, second}, type, shape);
      Model model = graph.finish({sum, first});
      model.subgraphs = {
          two_values(random, OperatorCode::kMul, type, shape),
          view ? views(random, type, shape)
               : two_values(random, OperatorCode::kAdd, type, shape)};
      models.push_back({"IF " + type_name(type), model});
    }
  }
}

// i < most, of (i, x, y).
Model counts_to(Random& random, int most, const std::vector<int>& shape) {
  Graph graph(random);
  const int i = graph.input(kWord, {1});
  graph.input(kReal, shape);
  graph.input(kReal, shape);
  return graph.finish({graph.make(OperatorCode::kLess, {i, graph.number(most)},
                                  Type::kBool, {1})});
}

// (i, x, y) -> (i + 1, y, x + y), the sum in a branch for odd rounds if wanted.
Model fibonacci(Random& random, bool branches, const std::vector<int>& shape) {
  Graph graph(random);
  const int i = graph.input(kWord, {1});
  const int x = graph.input(kReal, shape), y = graph.input(kReal, shape);
  int sum = -1;
  if (branches) {
    const int early =
        graph.make(OperatorCode::kLess, {i, graph.number(1)}, Type::kBool, {1});
    sum = graph.tensor(kReal, shape);
    Operator& op = graph.add(OperatorCode::kIf, {early, x, y},
                             {sum, graph.tensor(kReal, shape)});
    op.options.subgraph = 3;
    op.options.other_subgraph = 4;
  } else {
    sum = graph.make(OperatorCode::kAdd, {x, y}, kReal, shape);
  }
  const int next =
      graph.make(OperatorCode::kAdd, {i, graph.number(1)}, kWord, {1});
  return graph.finish({next, y, sum});
}

void add_loops(Random& random, OperatorModels& models) {
  for (const bool branches : {false, true}) {
    const std::vector<int> shape = random_shape(random, 2);
    Graph graph(random);
    const int x = graph.input(kReal, shape), y = graph.input(kReal, shape);
    const int start = graph.number(0);
    const int i = graph.tensor(kWord, {1}), a = graph.tensor(kReal, shape),
              b = graph.tensor(kReal, shape);
    const int scaled = graph.make(OperatorCode::kAbs, {x}, kReal, shape);
    Operator& op =
        graph.add(OperatorCode::kWhile, {start, scaled, y}, {i, a, b});
    op.options.subgraph = 1;
    op.options.other_subgraph = 2;
    const int last = graph.make(OperatorCode::kSub, {b, x}, kReal, shape);
    Model model = graph.finish({last, a, i});
    const int rounds = std::uniform_int_distribution<int>(0, 4)(random);
    model.subgraphs = {counts_to(random, rounds, shape),
                       fibonacci(random, branches, shape)};
    if (branches) {
      model.subgraphs.push_back(
          two_values(random, OperatorCode::kMaximum, kReal, shape));
      model.subgraphs.push_back(
          two_values(random, OperatorCode::kAdd, kReal, shape));
    }
    models.push_back({branches ? "WHILE with IF" : "WHILE", model});
  }
}

// Rows come in; every so many times their sum goes out.
void add_circular_buffers(Random& random, OperatorModels& models) {
  for (const int cycles : {1, 2, 3}) {
    Graph graph(random);
    const std::vector<int> size = random_shape(random, 3, 4);
    const int row = graph.input(kByte, {1, 1, size[1], size[2]});
    const std::vector<int> shape = {1, size[0], size[1], size[2]};
    const int buffer = graph.tensor(kByte, shape);
    Operator& op = graph.add(OperatorCode::kCustom, {row}, {buffer});
    op.custom_name = "CIRCULAR_BUFFER";
    op.options.numbers["cycles_max"] = cycles;
    const int sum =
        graph.make(OperatorCode::kAdd, {buffer, buffer}, kByte, shape);
    Model model = graph.finish({sum});
    if (cycles == 1) model.outputs.push_back(buffer);
    model.tensors[buffer].quantization = model.tensors[row].quantization;
    model.tensors[buffer].variable = true;
    models.push_back({"CIRCULAR_BUFFER", model, -4, 4, 2 * cycles});
  }
}

}  // namespace

void add_control_models(Random& random, OperatorModels& models) {
  add_branches(random, models);
  add_loops(random, models);
  add_circular_buffers(random, models);
}

}  // namespace mote::test
