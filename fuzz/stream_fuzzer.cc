// libFuzzer's way into the streams of devices: cmake --preset fuzz, then
//   build/fuzz/stream_fuzzer NEW_CORPUS fuzz/corpus_streams
// What it finds goes to fuzz/corpus_streams, which the tests replay.
#include "fuzz/survive_stream.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mote::fuzz::survive_stream({data, size});
  return 0;
}
