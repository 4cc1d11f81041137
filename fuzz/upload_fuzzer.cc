// libFuzzer's way in: cmake --preset fuzz, then
//   build/fuzz/upload_fuzzer NEW_CORPUS fuzz/corpus_uploads
// What it finds goes to fuzz/corpus_uploads, which the tests replay.
#include "fuzz/survive_upload.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mote::fuzz::survive_upload({data, size});
  return 0;
}
