// Known outputs of models: files that hold what TensorFlow Lite Micro computes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lib/model/model.h"

namespace mote {

// One output of one run of a model.
struct GoldenRow {
  int run = 0, output = 0;
  std::string type;            // "int8"
  std::vector<double> values;  // the first 4,096 of a larger tensor
};

// A CSV file with a row an output: run, output, type, values. Throws Error
// naming file and line where it is something else.
std::vector<GoldenRow> read_golden(const std::filesystem::path& path);

// What input `n` of run `run` holds in such files: element i comes from
// b = (i * 7919 + run * 104729 + n * 31) mod 251, as int8 b - 125, as uint8 b,
// as int16 (b - 125) * 256, as float32 b / 125 - 1.
std::vector<uint8_t> golden_input(const Tensor& tensor, int n, int run);

// How many values of a tensor's bytes differ from the row's: integers at all,
// floats by more than 1e-5 of the row's largest magnitude.
int64_t golden_differences(const std::vector<uint8_t>& bytes, Type type,
                           const GoldenRow& row);

}  // namespace mote
