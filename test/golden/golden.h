// Real models and what the real TensorFlow Lite Micro answers to them:
// golden/tflm_outputs of the shared data (golden/SOURCE.txt describes it).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lib/model/model.h"

namespace mote::test {

using Bytes = std::vector<std::byte>;

// What one output tensor held after one of the runs, which keep variables from
// one to the next. Of large tensors only the first values.
struct GoldenRow {
  int run = 0, output = 0;
  std::vector<double> values;
};

struct GoldenModel {
  Model model;
  std::vector<uint8_t> tflite;
  std::vector<GoldenRow> rows;  // by run

  int runs() const;
  // Of each input of the model.
  std::vector<Bytes> inputs(int run) const;
};

// Names of all models with outputs; none without the shared data.
std::vector<std::string> golden_names();
GoldenModel read_golden_model(const std::string& name);
int64_t golden_file_bytes(const std::string& name);  // of the .tflite

// Expects integers to be equal, floats within 1e-5 of the largest magnitude
// of that output in any run. `outputs`: one a model's output.
void expect_golden(const GoldenModel& golden, int run,
                   const std::vector<Bytes>& outputs);

// A test's name for a model: letters and digits.
std::string test_name(const std::string& model);

}  // namespace mote::test
