// libFuzzer's way into queries: cmake --preset fuzz, then
//   build/fuzz/query_fuzzer NEW_CORPUS fuzz/corpus_queries
// What it finds goes to fuzz/corpus_queries, which the tests replay.
#include "fuzz/survive_query.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mote::fuzz::survive_query({reinterpret_cast<const char*>(data), size});
  return 0;
}
