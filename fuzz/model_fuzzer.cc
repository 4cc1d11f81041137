// libFuzzer's way in: cmake --preset fuzz, then
//   build/fuzz/write_seeds SEEDS        (a model of every operator)
//   build/fuzz/model_fuzzer NEW_CORPUS SEEDS fuzz/corpus test/must_fail
// What it finds goes to fuzz/corpus, which the tests replay.
#include "fuzz/survive.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mote::fuzz::survive({data, size});
  return 0;
}
