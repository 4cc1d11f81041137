// Small models for the tests of passes, and what a pass makes of them as text.
#pragma once

#include <string>
#include <vector>

#include "lib/compiler/passes/passes.h"
#include "lib/model/model.h"

namespace mote::test {

class SmallModel {
 public:
  // Each gives the tensor's index. Computed int8 values have scale 0.5 and zero
  // point -1, int8 weights scale 0.25.
  int int8(const std::string& name, std::vector<int> shape);
  int float32(const std::string& name, std::vector<int> shape);
  int weights(const std::string& name, std::vector<int> shape,
              const std::vector<int8_t>& values);
  int int32(const std::string& name, const std::vector<int32_t>& values);

  // An operator whose window, if it has one, is padded as VALID.
  Operator& add(OperatorCode code, std::vector<int> inputs,
                std::vector<int> outputs);

  Tensor& operator[](int tensor) { return model_.tensors[tensor]; }

  Model finish(std::vector<int> inputs, std::vector<int> outputs) &&;

 private:
  int add(Tensor tensor);

  Model model_;
};

// describe_difference() of the model before and after the pass called `pass`.
std::string changes(const std::string& pass, const Model& model);

}  // namespace mote::test
