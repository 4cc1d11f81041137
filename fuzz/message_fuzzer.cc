// libFuzzer's way into messages of brokers: cmake --preset fuzz, then
//   build/fuzz/message_fuzzer NEW_CORPUS fuzz/corpus_messages
// What it finds goes to fuzz/corpus_messages, which the tests replay.
#include "fuzz/survive_message.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mote::fuzz::survive_message({reinterpret_cast<const char*>(data), size});
  return 0;
}
