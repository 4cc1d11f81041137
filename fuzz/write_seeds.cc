// Seeds for model_fuzzer: a small model of every operator and type.
//   build/fuzz/write_seeds FOLDER
#include <cstdio>

#include "lib/base/file.h"
#include "lib/model/tflite/tflite.h"
#include "test/differential/operator_models.h"

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: write_seeds FOLDER\n");
    return 2;
  }
  mote::test::Random random(41);
  int number = 0;
  for (const auto& model : mote::test::operator_models(random, 2)) {
    const std::string name = "seed_" + std::to_string(number++) + ".tflite";
    mote::write_atomically(std::filesystem::path(arguments[1]) / name,
                           mote::write_tflite(model.model));
  }
  return 0;
}
