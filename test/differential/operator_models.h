// Small random models of one operator each, for every operator and type of the
// kernel table: compared with TensorFlow Lite Micro, emitted for a device, and
// damaged by the fuzz tests.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "lib/model/model.h"

namespace mote::test {

using Random = std::mt19937;

struct OperatorModel {
  std::string name;  // "TANH int8"
  Model model;
  // Plain inputs (real numbers, int32) lie between these.
  double low = -4, high = 4;
  // So many after each other, of which the last one's outputs count.
  int inferences = 1;
};

// `rounds` models of every row of the tables below.
std::vector<OperatorModel> operator_models(Random& random, int rounds);

// The tables, a family each; they append one model a row.
using OperatorModels = std::vector<OperatorModel>;
void add_unary_models(Random& random, OperatorModels& models);
void add_binary_models(Random& random, OperatorModels& models);
void add_layer_models(Random& random, OperatorModels& models);
void add_movement_models(Random& random, OperatorModels& models);
void add_reduction_models(Random& random, OperatorModels& models);
void add_state_models(Random& random, OperatorModels& models);
void add_control_models(Random& random, OperatorModels& models);

// Bytes for each of the model's inputs, of all inferences one after the other.
std::vector<std::vector<uint8_t>> random_inputs(const OperatorModel& model,
                                                Random& random);

// The bytes of one inference.
std::vector<std::vector<uint8_t>> inputs_of(
    const OperatorModel& model, const std::vector<std::vector<uint8_t>>& all,
    int inference);

// Builds the model of one operator.
class OperatorBuilder {
 public:
  OperatorBuilder(OperatorCode code, Random& random);

  // Shapes of int8 and int16 tensors get a random scale and zero point (0 for
  // int16) unless one is given.
  OperatorBuilder& input(Type type, const std::vector<int>& shape);
  OperatorBuilder& input(Type type, const std::vector<int>& shape, float scale,
                         int zero_point);
  OperatorBuilder& constant(const std::vector<int32_t>& values);
  // Random values of the type.
  OperatorBuilder& constant(Type type, const std::vector<int>& shape);
  OperatorBuilder& constant(Type type, const std::vector<int>& shape,
                            float scale, int zero_point);
  // A state that is zero before the first inference; an input left out.
  OperatorBuilder& variable(Type type, const std::vector<int>& shape);
  OperatorBuilder& nothing();
  OperatorBuilder& output(Type type, const std::vector<int>& shape);
  OperatorBuilder& output(Type type, const std::vector<int>& shape, float scale,
                          int zero_point);
  // The last output's quantization is that of input 0.
  OperatorBuilder& like_input();

  Model& model() { return model_; }
  OperatorOptions& options() { return model_.operators[0].options; }
  Tensor& tensor(size_t index) { return model_.tensors[index]; }
  Tensor& last() { return model_.tensors.back(); }
  int next(int low, int high);  // random, both included
  float scale();                // random, about 0.05

  OperatorModel finish(double low = -4, double high = 4) const;

 private:
  int add(Type type, const std::vector<int>& shape);
  void quantize(Tensor& tensor);

  Model model_;
  Random& random_;
};

// Random dimensions of at most `largest`.
std::vector<int> random_shape(Random& random, size_t rank, int largest = 6);

}  // namespace mote::test
