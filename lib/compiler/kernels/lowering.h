// From an operator of a model to a step of a plan: what every kernel family
// uses.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "lib/compiler/plan.h"
#include "lib/compiler/target.h"
#include "lib/model/model.h"

namespace mote {

// Gathers a plan's constants while operators become steps.
class Lowering {
 public:
  Lowering(const Model& model, const Target& target, Plan& plan)
      : model_(model), target_(target), plan_(plan) {}

  // For another form of the model and target, with the same plan.
  Lowering of(const Model& model, const Target& target) const {
    return Lowering(model, target, plan_);
  }

  const Target& target() const { return target_; }
  const Model& model() const { return model_; }
  const Tensor& tensor(int index) const { return model_.tensors[index]; }
  // Input or output `i` of an operator. An input that was left out or that the
  // operator does not have throws Error.
  const Tensor& input(const Operator& op, size_t i) const;
  const Tensor& output(const Operator& op, size_t i = 0) const;
  bool has_input(const Operator& op, size_t i) const;

  // A step that reads `inputs` (positions in the operator's list, those that
  // are computed) and makes the operator's output.
  Step begin(const Operator& op, const std::vector<size_t>& inputs) const;

  // Adds a step before the one that is being made: for operators that take
  // more than one.
  void add(Step step) { plan_.steps.push_back(std::move(step)); }

  // Adds an array to flash; equal arrays are kept once. `role`: "Weights".
  template <typename T>
  Location constant(const std::string& role, Type type,
                    const std::vector<T>& values, const std::string& comment,
                    int alignment = 4) {
    std::vector<uint8_t> bytes(values.size() * sizeof(T));
    if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    return constant_bytes(role, type, std::move(bytes), comment, alignment);
  }

  // Throws Error unless input 0 and output 0 have as many elements.
  void require_same_size(const Operator& op) const;

  // Throws Error: what cannot be done, where in the model, what to do.
  [[noreturn]] void refuse(const Operator& op, const std::string& what,
                           const std::string& hint = "") const;

 private:
  Location constant_bytes(const std::string& role, Type type,
                          std::vector<uint8_t> data, const std::string& comment,
                          int alignment);

  const Model& model_;
  const Target& target_;
  Plan& plan_;
};

}  // namespace mote
