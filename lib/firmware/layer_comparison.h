// The layer debugger: one inference computed in four ways, tensor by tensor.
//
//   float    the model's real numbers, nothing quantized
//   TFLM     integers as TensorFlow Lite Micro rounds them: portable kernels
//   LiteRT   integers as LiteRT rounds them (docs/compile.md, "Rounding")
//   target   what the target computes: its firmware in the emulator, layer by
//            layer, or the fastest kernels of this computer
//
// The target must give the bits of TFLM, or of LiteRT when its rounding says
// so; where it does not, or where the numbers leave those of float, the first
// such tensor tells which layer to look at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/run.h"
#include "lib/compiler/compile.h"
#include "lib/model/model.h"

namespace mote {

// Of two ways to compute one tensor.
struct TensorDifference {
  int64_t values = 0;  // that differ; floats: by more than 1e-5 of the largest
  double most_steps = 0;  // the largest difference; of floats in real numbers
};

struct ComparedTensor {
  std::string name;       // of the tensor
  std::string operation;  // "CONV_2D"
  Type type = Type::kInt8;
  std::vector<int> shape;
  std::optional<TensorDifference> litert;  // from TFLM
  // From the way whose rounding the target has; none where the compiler has
  // removed the tensor or some of its channels.
  std::optional<TensorDifference> target;
  // Of TFLM's real values against float's: root mean square of the error, and
  // the signal's power over the error's. 200 dB where nothing differs.
  std::optional<double> rms_error, signal_to_noise_db;
};

struct LayerComparison {
  std::vector<ComparedTensor> tensors;  // in the order they are computed
  std::string no_float, no_litert;      // why there are none; empty: there are

  // The first tensor that differs from what it must equal, or null.
  const ComparedTensor* first_on_target() const;
  const ComparedTensor* first_in_litert() const;
  // The first one with less than `decibels` of signal to noise.
  const ComparedTensor* first_far_from_float(double decibels) const;
};

// Raw bytes of each input of a model.
using ModelInput = std::vector<std::vector<uint8_t>>;

// Runs `plan`, which compile() made of `model` for `target`, and the other ways
// on `input`. `real`: a model with the same tensors that float is computed
// from, float32 or quantized; null: `model`. `options` as the plan's. Throws
// Error when the firmware cannot be built or run.
LayerComparison compare_layers(const Model& model, const Plan& plan,
                               const Target& target, const ModelInput& input,
                               const Model* real, Run& run,
                               const CompileOptions& options = {});

// The plan that compare_layers takes: of a target without an emulator one for
// this computer that keeps every tensor.
Plan compile_to_compare(const Model& model, const Target& target,
                        CompileOptions options = {});

}  // namespace mote
