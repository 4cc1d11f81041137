// The known model that tests of detectors and firmware share.
#pragma once

#include "lib/base/file.h"
#include "lib/package/package.h"
#include "test/shared_data.h"

namespace mote::test {

// micro_speech of TensorFlow Lite Micro as a package: silence, unknown, yes,
// no. Needs the shared data (MOTE_REQUIRE_SHARED).
inline Package micro_speech() {
  Package package;
  package.name = "micro_speech";
  package.model =
      read_bytes(shared_path("models/tflm/micro_speech_quantized.tflite"));
  package.feature_block = "micro_frontend";
  package.feature_settings = "{}";
  package.scores.labels = {"silence", "unknown", "yes", "no"};
  package.scores.groups = {0, 1, 2, 3};
  return package;
}

}  // namespace mote::test
