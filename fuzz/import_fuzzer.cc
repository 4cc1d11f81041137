// libFuzzer's way in: cmake --preset fuzz, then
//   build/fuzz/import_fuzzer NEW_CORPUS fuzz/corpus_imports
// What it finds goes to fuzz/corpus_imports, which the tests replay. HDF5 is
// left out: its library is asked in a process of its own.
#include "fuzz/survive_import.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::span<const uint8_t> bytes{data, size};
  if (size > 0 && data[0] == 0x89 && size > 1 && data[1] == 'H') return 0;
  for (const char* name : {"a.csv", "a.jsonl", "a.npz", "a.mseed", "a.sac",
                           "a.wav", "a.jpg", "a.bin"}) {
    mote::fuzz::survive_import(name, bytes);
  }
  return 0;
}
