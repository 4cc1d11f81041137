// What the programs that measure a model on another processor have in common:
// they read the count of runs (32 bits) and each run's inputs, and write each
// run's outputs.
#pragma once

#include <string>
#include <vector>

#include "lib/compiler/emit/emit.h"
#include "lib/compiler/plan.h"
#include "lib/firmware/build.h"

namespace mote {

// Parts of a main program in C++.
struct BenchText {
  std::string include, arrays, reads, call, writes;
};

// `code` null: of a program that does all but infer.
BenchText bench_text(const Model& model, const EmittedCode* code);

// The class models::BenchModel.
EmittedCode emit_for_bench(const Plan& plan);

// Its files, and those of device/ that they need.
std::vector<SourceFile> bench_sources(const Plan& plan,
                                      const EmittedCode& code);

// Runs of a model: inputs[run][input], raw bytes of the tensor's size.
using ModelInputs = std::vector<std::vector<std::vector<uint8_t>>>;

// What the program reads for the first `runs` runs.
std::string bench_input(const ModelInputs& inputs, size_t runs);

// What it has written, [run][output]; `written` holds at least that.
ModelInputs bench_outputs(const Model& model, size_t runs,
                          const std::string& written);

// Bytes of the tensors, such as all outputs of a model.
int64_t bytes_of(const Model& model, const std::vector<int>& tensors);

}  // namespace mote
