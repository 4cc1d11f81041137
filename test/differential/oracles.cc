#include "test/differential/oracles.h"

#include <cstdlib>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/model/tflite/tflite.h"

namespace mote::test {
namespace {

fs::path cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME")) return cache;
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : "/root") / ".cache";
}

const fs::path kFolder = fs::path(MOTE_SOURCE_DIR) / "test" / "differential";

}  // namespace

fs::path oracle_python() {
  const fs::path oracles = cache_folder() / "mote" / "oracles";
  if (!fs::exists(oracles / "installed.txt")) return {};
  return oracles / "bin" / "python";
}

fs::path tensorflow_python() {
  const fs::path rivals = cache_folder() / "mote" / "rivals";
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(rivals / "lib", ignored)) {
    if (fs::exists(entry.path() / "site-packages" / "tensorflow")) {
      return rivals / "bin" / "python";
    }
  }
  return {};
}

fs::path node_modules() {
  const fs::path node = cache_folder() / "mote" / "node";
  const bool there =
      fs::exists(node / "installed.txt") && find_program("node").has_value();
  return there ? node / "node_modules" : fs::path();
}

std::string run_oracle(const std::string& script,
                       const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {oracle_python().string(),
                                      (kFolder / script).string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const ProcessResult result = run_process(command);
  if (result.exit_code != 0) {
    throw Error(script + " failed: " + result.errors, arguments.at(0));
  }
  return result.output;
}

std::vector<int> made_tensors(const Model& model) {
  std::vector<int> tensors;
  for (const Operator& op : model.operators) {
    for (const int output : op.outputs) {
      if (type_bytes(model.tensors[output].type) > 0) tensors.push_back(output);
    }
  }
  return tensors;
}

TensorBytes run_interpreter(const std::string& interpreter,
                            const std::vector<uint8_t>& tflite,
                            const std::vector<uint8_t>& inputs) {
  const TemporaryFolder folder;
  const fs::path model = folder.path() / "model.tflite";
  const fs::path values = folder.path() / "inputs.bin";
  write_atomically(model, tflite);
  write_atomically(values, inputs);
  std::vector<std::string> arguments = {interpreter, model, values,
                                        folder.path()};
  TensorBytes tensors;
  for (const int tensor : made_tensors(read_tflite(tflite, "model"))) {
    tensors[tensor] = {};
    arguments.push_back(std::to_string(tensor));
  }
  run_oracle("run_model.py", arguments);
  for (auto& [index, bytes] : tensors) {
    bytes = read_bytes(folder.path() / (std::to_string(index) + ".bin"));
  }
  return tensors;
}

}  // namespace mote::test
