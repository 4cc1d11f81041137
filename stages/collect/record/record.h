// Recordings of spoken words from the microphone.
#pragma once

#include <functional>
#include <string>

#include "lib/base/run.h"
#include "lib/signal/microphone.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"

namespace mote {

struct RecordOptions {
  std::string label;       // the word to say
  std::string group;       // who says it
  int count = 20;          // recordings to make
  std::string microphone;  // part of a device's name; "": the default
  double window_s = 1;     // of what is kept
  double listening_s = 2;  // of each take; its loudest window is kept
};

// lib/signal's listen, or what stands in for it.
using Listen = std::function<int64_t(
    const ListenOptions&, const std::atomic<bool>&,
    const std::function<bool(std::span<const int16_t>)>&)>;

// Makes the recordings one after the other: progress asks for each ("say:
// left", 12 of 20); a take in which nothing louder than the room is heard is
// asked for again. Each is in the store before the next is asked for. Throws
// Error when the microphone stays silent for three takes in a row.
ImportReport record_word(Store& store, const RecordOptions& options, Run& run,
                         const Listen& listen = mote::listen);

// First frame of the window of `frames` samples that holds the most energy.
size_t loudest_window(std::span<const int16_t> samples, size_t frames);

}  // namespace mote
